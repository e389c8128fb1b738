import { z } from 'zod';
import { toId, uuid } from '../../kernel/ids.js';
import type { JsonObject } from '../../kernel/json.js';

/** The kind of object an id in a config or in params refers to; checked when an automation is saved, shown as a picker in forms. */
export interface Reference {
  reference: string;
  /** The sibling field with the parent's id: a stage must belong to that pipeline. */
  within?: string;
}

/** A kind of object that an automation may refer to by id. */
export interface ReferenceKind {
  /** Its name in messages and in `reference`. */
  name: string;
  /** Finds which of the ids $2 exist in the workspace $1: SELECT id, and "parentId" if the kind has a parent, else NULL. */
  find: string;
  /** The name of the parent. */
  parent?: string;
}

/** Defines a kind in the module that owns its table; list it in crm/references.ts. */
export const defineReference = (kind: ReferenceKind) => kind;

/** An id that must exist in the workspace when the automation is saved. */
export const reference = (to: string, within?: string) => uuid.meta({ reference: to, ...(within && { within }) });

/** Values of a config or of params with every literal reference in lower case; templates are unchanged. */
export function lowerCaseReferences(schema: z.ZodType, values: JsonObject): JsonObject {
  if (!(schema instanceof z.ZodObject)) return values;
  const shape = schema.shape as Record<string, z.ZodType>;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Object.hasOwn(shape, name) && referenceOf(shape[name]!) ? (toId(value) ?? value) : value,
    ]),
  );
}

/** What an id with this schema refers to; undefined if it is not a reference. */
export function referenceOf(schema: z.ZodType): Reference | undefined {
  const meta = schema.meta() as Partial<Reference> | undefined;
  if (meta?.reference) return meta as Reference;
  const inner = (schema as { unwrap?: () => z.ZodType }).unwrap?.();
  return inner && referenceOf(inner);
}
