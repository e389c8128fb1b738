import type { z } from 'zod';
import type { Json } from '../../kernel/json.js';

/** The rows an event is about; executions about the same order (or contact, without an order) run one at a time. */
interface EventSubject {
  entityId: string;
  orderId?: string | null;
  contactId?: string | null;
}

/** A type of event: its name, the schema of its payload, and its subject. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  type: string;
  payload: Schema;
  subject: (payload: z.infer<Schema>) => EventSubject;
  /** Why the event is too old to start an automation, in words; undefined if it is not. */
  tooOld?: (payload: z.infer<Schema>) => string | undefined;
}

/** An event that is not stored yet. */
export interface NewEvent extends EventSubject {
  type: string;
  payload: Json;
}

/** Defines a type of event; calling the result creates an event for `work.publish`. */
export function defineEvent<Schema extends z.ZodType>(definition: EventDefinition<Schema>) {
  const make = (payload: z.input<Schema>): NewEvent => {
    const parsed = definition.payload.parse(payload);
    return { type: definition.type, payload: parsed as Json, ...definition.subject(parsed) };
  };
  return Object.assign(make, definition);
}
