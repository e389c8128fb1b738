import { z } from 'zod';
import { nearest } from '../../kernel/nearest.js';
import { valueAt } from '../../kernel/json.js';
import { shapeOf, type FactShape, type FactType } from './fact-shape.js';

/** A path that conditions and templates may read. */
export interface FactPath {
  path: string;
  type: FactType;
  title: string;
}

const SHOWN = 25;
const DEEPEST = 12;
const LIST_WORDS = ['first', 'last', 'size'];

/** Every path that may be read of some facts, as their schemas describe them. */
export class FactPaths {
  private listed: FactPath[] | undefined;

  constructor(private readonly roots: Readonly<Record<string, { title: string; schema: z.ZodType }>>) {}

  /** Values and lists; the keys of a record as `*`. */
  list(): FactPath[] {
    this.listed ??= Object.entries(this.roots).flatMap(([root, { title, schema }]) => flatten([root], shapeOf(schema), [title]));
    return this.listed;
  }

  /** Whether the path leads somewhere: objects count, and so do elements of lists and anything deeper in records and any. */
  has([root, ...rest]: readonly string[]): boolean {
    if (root === undefined || !Object.hasOwn(this.roots, root)) return false;
    return leadsOn(this.roots[root]!.schema, rest);
  }

  /** What to say of a path that leads nowhere: the closest known one, and some others. */
  unknown(path: readonly string[]): string {
    const known = this.list().map((fact) => fact.path);
    const wrong = path.join('.');
    if (known.length === 0) return `Unknown path "${shortened(wrong)}": there are no ${titlesOf(this.roots)}`;
    const closest = nearest(wrong, known);
    const near = known.filter((candidate) => candidate.startsWith(`${path[0]}.`));
    const shown = [...new Set([...near, ...known])].slice(0, SHOWN);
    const more = known.length > shown.length ? ` and ${known.length - shown.length} more` : '';
    const hint = closest ? ` Did you mean "${closest}"?` : '';
    return `Unknown path "${shortened(wrong)}".${hint} Known: ${shown.join(', ')}${more}`;
  }
}

/** The value at a fact path; `first`, `last` and `size` of a list as in templates. */
export function factAt(scope: object, path: readonly string[]): unknown {
  let value: unknown = scope;
  for (const part of path) value = Array.isArray(value) ? elementOf(value, part) : valueAt(value, [part]);
  return value;
}

function elementOf(list: unknown[], part: string): unknown {
  if (part === 'size') return list.length;
  const index = part === 'first' ? 0 : part === 'last' ? -1 : isIndex(part) ? Number(part) : undefined;
  return index === undefined ? undefined : list.at(index);
}

const isIndex = (part: string) => /^-?\d{1,9}$/.test(part);

function flatten(path: string[], { schema, title, type }: FactShape, titles: string[]): FactPath[] {
  const above = path.length > 1 && title ? [...titles, title] : titles;
  if (schema instanceof z.ZodRecord) return [{ path: [...path, '*'].join('.'), type: 'any', title: named(path, title, titles) }];
  if (!(schema instanceof z.ZodObject) || path.length > DEEPEST) return [{ path: path.join('.'), type, title: named(path, title, titles) }];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, inner]) => flatten([...path, key], shapeOf(inner), above));
}

const named = (path: string[], title: string | undefined, titles: string[]) =>
  path.length === 1 ? titles[0]! : [...titles, title ?? inWords(path.at(-1)!)].join(' › ');

const inWords = (name: string) => {
  const words = name.replaceAll(/([A-Z])/g, ' $1').replaceAll('_', ' ').trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function leadsOn(wrapped: z.ZodType, [part, ...rest]: readonly string[]): boolean {
  if (part === undefined) return true;
  const { schema, type } = shapeOf(wrapped);
  if (schema instanceof z.ZodObject) return inObject(schema, part, rest);
  if (schema instanceof z.ZodRecord) return leadsOn(schema.valueType as z.ZodType, rest);
  if (schema instanceof z.ZodArray) return inList(schema, part, rest);
  if (schema instanceof z.ZodUnion) return schema.options.some((option) => leadsOn(option as z.ZodType, [part, ...rest]));
  return type === 'any';
}

function inObject({ shape, def }: z.ZodObject, part: string, rest: readonly string[]): boolean {
  if (Object.hasOwn(shape, part)) return leadsOn(shape[part] as z.ZodType, rest);
  return def.catchall !== undefined && !(def.catchall instanceof z.ZodNever) && leadsOn(def.catchall as z.ZodType, rest);
}

function inList({ element }: z.ZodArray, part: string, rest: readonly string[]): boolean {
  if (part === 'size') return rest.length === 0;
  return (LIST_WORDS.includes(part) || isIndex(part)) && leadsOn(element as z.ZodType, rest);
}

const titlesOf = (roots: Readonly<Record<string, { title: string }>>) => Object.values(roots).map(({ title }) => title.toLowerCase()).join(', ');

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
