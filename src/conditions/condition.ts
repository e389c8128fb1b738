import { z } from 'zod';

/** One comparison: what a fact holds, an operator, and what it is compared with. */
export interface Condition {
  field: string;
  operator: string;
  value?: unknown;
}

/** Conditions of which all or any must hold; an empty group always does. */
export interface ConditionGroup {
  logic: 'AND' | 'OR';
  conditions: (Condition | ConditionGroup)[];
}

/** What an automation asks before it starts; null asks nothing. */
export type Conditions = ConditionGroup | null;

/** A comparison as it is written. */
export const conditionShape = z.strictObject({
  field: z.string({ error: 'Required: the path of a fact, such as order.value' }).min(1, 'Required: the path of a fact, such as order.value').max(300, 'At most 300 characters'),
  operator: z.string({ error: 'Required: an operator, such as equals' }),
  value: z.unknown().optional(),
});

/** A group as it is written; what is in it is checked one by one, so that no nesting is too deep to be refused. */
export const groupShape = z.strictObject({
  logic: z.enum(['AND', 'OR'], { error: 'Expected "AND" or "OR"' }),
  conditions: z.array(z.unknown(), { error: 'Expected a list of conditions and groups' }),
});

/** Whether something is meant as a group, right or wrong. */
export const isGroup = (input: object) => 'logic' in input || 'conditions' in input;
