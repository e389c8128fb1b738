import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';

const names = new Map<string, string>();

/** A prepared statement: Postgres parses and plans it once for each connection. */
export function prepared(text: string, values: readonly unknown[]): QueryConfig {
  let name = names.get(text);
  if (!name) names.set(text, (name = nameOf(text)));
  return { name, text, values: values as unknown[] };
}

/** A name readable in pg_prepared_statements: verb, table and a hash of the text. Postgres cuts names at 63 bytes. */
export function nameOf(text: string): string {
  const verb = /[a-z]+/i.exec(text)?.[0] ?? 'statement';
  const table = /\b(?:FROM|INTO|UPDATE)\s([a-z_]+)/i.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const label = [verb, table].filter(Boolean).join('_').toLowerCase().slice(0, 50);
  return `${label}_${hash}`;
}
