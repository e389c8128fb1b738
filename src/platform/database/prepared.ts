import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';

const names = new Map<string, string>();

/** A statement as it is sent. */
export type Prepare = (text: string, values: readonly unknown[]) => QueryConfig;

/** A prepared statement: Postgres parses and plans it once for each connection. */
export const prepared: Prepare = (text, values) => {
  let name = names.get(text);
  if (!name) names.set(text, (name = nameOf(text)));
  return { name, text, values: values as unknown[] };
};

/** A statement for a pooler: the connection that runs the next transaction may not know what this one prepared. */
export const unprepared: Prepare = (text, values) => ({ text, values: values as unknown[] });

/** A name readable in pg_prepared_statements: verb, table and a hash of the text. Postgres cuts names at 63 bytes. */
export function nameOf(text: string): string {
  const verb = /[a-z]+/i.exec(text)?.[0] ?? 'statement';
  const table = /\b(?:FROM|INTO|UPDATE)\s([a-z_]+)/i.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const label = [verb, table].filter(Boolean).join('_').toLowerCase().slice(0, 50);
  return `${label}_${hash}`;
}
