/** Counts the rows read for one request. */
export interface ReadMeter {
  /** Throws once the request has used up its budget. */
  assertLeft(): void;
  /** Counts one row and its bytes as sent by Postgres; throws when that exceeds the budget. */
  countRow(bytes: number): void;
}

/** Reads one workspace's rows. The text of every statement is a constant, prepared once for each connection. */
export interface Reader {
  readonly workspaceId: string;
  /** Rows as pg parses them: numeric and bigint as strings, timestamptz as Date, jsonb parsed. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}
