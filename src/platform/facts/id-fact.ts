import { z } from 'zod';
import { shapeOf } from './fact-shape.js';

const isId = new WeakSet<z.ZodType>();

/** A fact that is an id of ours, stored in lower case: conditions accept any spelling of it. */
export function idFact(title: string): z.ZodString {
  const schema = z.string().meta({ title });
  isId.add(schema);
  return schema;
}

/** Whether a schema, without its optional and nullable wrappers, is that of an `idFact`. */
export const isIdFact = (schema: z.ZodType): boolean => isId.has(shapeOf(schema).schema);
