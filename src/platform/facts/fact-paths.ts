import { z } from 'zod';
import { closestMatch } from '../../kernel/closest-match.js';
import { valueAt } from '../../kernel/json.js';
import { shapeOf, type FactShape, type FactType } from './fact-shape.js';
import { isIdFact } from './id-fact.js';

/** A path that conditions and templates may read. */
export interface FactPath {
  path: string;
  type: FactType;
  title: string;
}

const SHOWN = 25;
const DEEPEST = 12;
const LIST_WORDS = ['first', 'last', 'size'];

/** All readable paths of some facts, derived from their schemas. */
export class FactPaths {
  private listed: FactPath[] | undefined;

  constructor(
    private readonly roots: Readonly<Record<string, { title: string; schema: z.ZodType }>>,
    private readonly types: Readonly<Record<string, FactType>> = {},
  ) {}

  /** The same paths, with known types for some whose schemas leave the type open. */
  typed(types: Readonly<Record<string, FactType>>): FactPaths {
    return new FactPaths(this.roots, types);
  }

  /** The same paths and those of more facts. */
  with(roots: FactPaths['roots']): FactPaths {
    return new FactPaths({ ...this.roots, ...roots }, this.types);
  }

  /** The type at a path; "any" if its schema leaves it open or the path is unknown. */
  typeOf(path: readonly string[]): FactType {
    const schema = this.schemaOf(path);
    return this.types[path.join('.')] ?? (schema ? shapeOf(schema).type : 'any');
  }

  /** Values and lists; the keys of a record as `*`. */
  list(): FactPath[] {
    this.listed ??= Object.entries(this.roots).flatMap(([root, { title, schema }]) =>
      flatten([root], shapeOf(schema), [title]),
    );
    return this.listed;
  }

  /** Whether the path exists: objects count, and so do list elements and anything deeper in records and any. */
  has(path: readonly string[]): boolean {
    return this.schemaOf(path) !== undefined;
  }

  /** Whether the path leads to one of our ids. */
  holdsId(path: readonly string[]): boolean {
    const schema = this.schemaOf(path);
    return schema !== undefined && isIdFact(schema);
  }

  /** The error message for an unknown path: the closest known one, and some others. */
  unknown(path: readonly string[]): string {
    const { steps } = this.roots;
    if (path[0] === 'steps' && steps && Object.keys(this.roots).length > 1)
      return new FactPaths({ steps }).unknown(path);
    const known = this.list().map((fact) => fact.path);
    const wrong = path.join('.');
    if (known.length === 0) return `Unknown path "${shortened(wrong)}": there are no ${titlesOf(this.roots)}`;
    const closest = closestMatch(wrong, known);
    const near = known.filter((candidate) => candidate.startsWith(`${path[0]}.`));
    const shown = [...new Set([...near, ...known])].slice(0, SHOWN);
    const more = known.length > shown.length ? ` and ${known.length - shown.length} more` : '';
    const hint = closest ? ` Did you mean "${closest}"?` : '';
    return `Unknown path "${shortened(wrong)}".${hint} Known: ${shown.join(', ')}${more}`;
  }

  /** The schema at a path; undefined if it is unknown. */
  schemaOf([root, ...rest]: readonly string[]): z.ZodType | undefined {
    return root !== undefined && Object.hasOwn(this.roots, root) ? schemaAt(this.roots[root]!.schema, rest) : undefined;
  }
}

/** The value at a fact path; supports `first`, `last` and `size` of a list, as templates do. */
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
  if (schema instanceof z.ZodRecord)
    return [{ path: [...path, '*'].join('.'), type: 'any', title: named(path, title, titles) }];
  if (!(schema instanceof z.ZodObject) || path.length > DEEPEST)
    return [{ path: path.join('.'), type, title: named(path, title, titles) }];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, inner]) =>
    flatten([...path, key], shapeOf(inner), above),
  );
}

const named = (path: string[], title: string | undefined, titles: string[]) =>
  path.length === 1 ? titles[0]! : [...titles, title ?? inWords(path.at(-1)!)].join(' › ');

const inWords = (name: string) => {
  const words = name
    .replaceAll(/([A-Z])/g, ' $1')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The schema at a path; undefined if the path is unknown. */
function schemaAt(wrapped: z.ZodType, [part, ...rest]: readonly string[]): z.ZodType | undefined {
  if (part === undefined) return wrapped;
  const { schema, type } = shapeOf(wrapped);
  if (schema instanceof z.ZodObject) return inObject(schema, part, rest);
  if (schema instanceof z.ZodRecord) return schemaAt(schema.valueType as z.ZodType, rest);
  if (schema instanceof z.ZodArray) return inList(schema, part, rest);
  if (schema instanceof z.ZodUnion) return firstOf(schema.options as z.ZodType[], [part, ...rest]);
  return type === 'any' ? schema : undefined;
}

function inObject({ shape, def }: z.ZodObject, part: string, rest: readonly string[]): z.ZodType | undefined {
  if (Object.hasOwn(shape, part)) return schemaAt(shape[part] as z.ZodType, rest);
  return def.catchall === undefined || def.catchall instanceof z.ZodNever
    ? undefined
    : schemaAt(def.catchall as z.ZodType, rest);
}

function inList({ element }: z.ZodArray, part: string, rest: readonly string[]): z.ZodType | undefined {
  if (part === 'size') return rest.length === 0 ? SIZE : undefined;
  return LIST_WORDS.includes(part) || isIndex(part) ? schemaAt(element as z.ZodType, rest) : undefined;
}

const SIZE = z.number();

const firstOf = (options: z.ZodType[], path: readonly string[]): z.ZodType | undefined =>
  options.map((option) => schemaAt(option, path)).find((found) => found !== undefined);

const titlesOf = (roots: Readonly<Record<string, { title: string }>>) =>
  Object.values(roots)
    .map(({ title }) => title.toLowerCase())
    .join(', ');

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
