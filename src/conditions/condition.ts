import { z } from 'zod';

/** A comparison as written. */
export const conditionShape = z.strictObject({
  field: z
    .string({ error: 'Required: the path of a fact, such as order.value' })
    .min(1, 'Required: the path of a fact, such as order.value')
    .max(300, 'At most 300 characters'),
  operator: z.string({ error: 'Required: an operator, such as equals' }),
  value: z.unknown().optional(),
});

/** A group as written; its contents are checked one by one, so that any nesting depth can be rejected. */
export const groupShape = z.strictObject({
  logic: z.enum(['AND', 'OR'], { error: 'Expected "AND" or "OR"' }),
  conditions: z.array(z.unknown(), { error: 'Expected a list of conditions and groups' }),
});

/** Whether a value is meant as a group, valid or not. */
export const isGroup = (input: object) => 'logic' in input || 'conditions' in input;
