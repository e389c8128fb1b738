import type { QueryConfig } from 'pg';

const names = new Map<string, string>();

/** The statement under a name of its own, so that Postgres parses and plans it once for each connection. */
export function prepared(text: string, values: readonly unknown[]): QueryConfig {
  let name = names.get(text);
  if (!name) names.set(text, (name = `s${names.size}`));
  return { name, text, values: values as unknown[] };
}
