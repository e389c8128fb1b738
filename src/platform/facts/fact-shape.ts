import { z } from 'zod';

/** The type of a fact; `factType` in the meta of its schema, such as "decimal" or "date", takes precedence. */
export type FactType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'any' | (string & {});

/** A schema without its optional and nullable wrappers, with its title and type. */
export interface FactShape {
  schema: z.ZodType;
  title?: string;
  type: FactType;
}

type Meta = { title?: string; description?: string; factType?: string } | undefined;
type Wrapper = { innerType: z.ZodType };

const DEEPEST = 16;

/** Unwraps optional, nullable, default and similar schemas; the outermost title and type win. */
export function shapeOf(schema: z.ZodType): FactShape {
  let inner = schema;
  let title: string | undefined;
  let type: string | undefined;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const meta = inner.meta() as Meta;
    title ??= meta?.title ?? meta?.description;
    type ??= meta?.factType;
    const next = unwrapped(inner);
    if (!next) break;
    inner = next;
  }
  return { schema: inner, title, type: type ?? typeOf(inner) };
}

function unwrapped(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodLazy) return schema.unwrap() as z.ZodType;
  if (schema instanceof z.ZodPipe) return (schema.out instanceof z.ZodTransform ? schema.in : schema.out) as z.ZodType;
  return (schema.def as Partial<Wrapper>).innerType;
}

const TYPES: readonly (readonly [FactType, readonly (new (...args: never[]) => unknown)[]])[] = [
  ['date', [z.ZodDate, z.ZodISODateTime, z.ZodISODate]],
  ['text', [z.ZodString, z.ZodStringFormat, z.ZodEnum, z.ZodTemplateLiteral]],
  ['number', [z.ZodNumber, z.ZodBigInt]],
  ['boolean', [z.ZodBoolean]],
  ['list', [z.ZodArray, z.ZodTuple, z.ZodSet]],
  ['object', [z.ZodObject, z.ZodRecord]],
];

function typeOf(schema: z.ZodType): FactType {
  if (schema instanceof z.ZodLiteral) return ofLiteral([...schema.values]);
  return TYPES.find(([, kinds]) => kinds.some((kind) => schema instanceof kind))?.[0] ?? 'any';
}

function ofLiteral(values: unknown[]): FactType {
  const types = new Set(values.map((value) => typeof value));
  const only = types.size === 1 ? [...types][0] : undefined;
  return only === 'string' ? 'text' : only === 'number' || only === 'boolean' ? only : 'any';
}
