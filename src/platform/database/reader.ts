/** Reads one workspace's rows. Every statement's text is a constant: it is prepared once for each connection. */
export interface Reader {
  readonly workspaceId: string;
  /** Rows as pg gives them: numeric and bigint as strings, timestamptz as Date, jsonb parsed. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}
