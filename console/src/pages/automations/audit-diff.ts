import type { Json } from '../../api/graphql.ts';

/** A changed field; undefined if it did not exist. */
export interface Changed {
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** The changed fields in their order, without the version, which always changes. */
export function changedFields(before: Json, after: Json): Changed[] {
  const [was, is] = [flat(before), flat(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter((path) => path !== 'version');
  return paths
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after));
}

/** Every leaf value by its path. */
function flat(value: Json): Map<string, Json> {
  const found = new Map<string, Json>();
  const walk = (each: Json, path: string) => {
    const parts = partsOf(each);
    if (parts.length === 0) found.set(path, each);
    for (const [name, part] of parts) walk(part, path ? `${path}.${name}` : name);
  };
  if (value !== null) walk(value, '');
  return found;
}

/** Actions are compared by key, and arms by name, so that inserting one does not change all others; their order is a value too. */
function partsOf(value: Json): [string, Json][] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) return Object.entries(value);
  const keys = value.map(keyOf);
  if (value.length === 0 || keys.includes(null) || new Set(keys).size < keys.length)
    return value.map((part, index) => [String(index + 1), part]);
  return [['order', keys.join(', ')], ...value.map((part, index): [string, Json] => [keys[index]!, part])];
}

function keyOf(value: Json): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { key, name, actions } = value;
  if (typeof key === 'string') return key;
  return typeof name === 'string' && Array.isArray(actions) ? name : null;
}
