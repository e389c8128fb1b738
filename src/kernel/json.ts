/** What jsonb can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A value by path, own properties only; undefined when any part is missing. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** JSON text that jsonb takes: characters it cannot hold, NUL and halves of pairs, become U+FFFD. */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return UNKEEPABLE.test(text) ? JSON.stringify(value, (_, each) => (typeof each === 'string' ? each.toWellFormed().replaceAll('\0', '\uFFFD') : each)) : text;
}

// JSON.stringify writes these, and only these, as such escapes; an escaped backslash before makes a needless second look.
const UNKEEPABLE = /\\u(0000|d[89a-f])/;
