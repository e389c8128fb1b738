/** A value that jsonb can store. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

/** The value at a path, own properties only; undefined if any part is missing. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** The path at which objects and lists are nested more than `most` deep; undefined if there is none. Not recursive. */
export function tooDeepAt(root: unknown, most: number): (string | number)[] | undefined {
  const waiting: Place[] = [{ value: root, depth: 0 }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value, depth } = place;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= most) return pathTo(place);
    const names: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    for (const name of names)
      waiting.push({ value: (value as Record<string | number, unknown>)[name], depth: depth + 1, name, within: place });
  }
  return undefined;
}

interface Place {
  value: unknown;
  depth: number;
  name?: string | number;
  within?: Place;
}

function pathTo(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let each: Place | undefined = place; each?.name !== undefined; each = each.within) path.unshift(each.name);
  return path;
}

/** JSON text that jsonb accepts: NUL and unpaired surrogates become U+FFFD. */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return UNKEEPABLE.test(text)
    ? JSON.stringify(value, (_, each: unknown) =>
        typeof each === 'string' ? each.toWellFormed().replaceAll('\0', '\uFFFD') : each,
      )
    : text;
}

// JSON.stringify escapes exactly these characters this way; after an escaped backslash the match is false and only costs a second check.
const UNKEEPABLE = /\\u(0000|d[89a-f])/;
