import type { z } from 'zod';
import type { Json } from '../../kernel/json.js';

/** Which rows an event is about; executions about the same order (or, without one, contact) run one at a time. */
export interface EventSubject {
  entityId: string;
  orderId?: string | null;
  contactId?: string | null;
}

/** A kind of event: its name everywhere, the shape of its payload, and whom it is about. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  type: string;
  payload: Schema;
  subject: (payload: z.infer<Schema>) => EventSubject;
}

/** Something that happened, not stored yet. */
export interface NewEvent extends EventSubject {
  type: string;
  payload: Json;
}

/** Describes a kind of event once; calling the result makes one to hand to `work.publish`. */
export function defineEvent<Schema extends z.ZodType>(definition: EventDefinition<Schema>) {
  const make = (payload: z.input<Schema>): NewEvent => {
    const parsed = definition.payload.parse(payload);
    return { type: definition.type, payload: parsed as Json, ...definition.subject(parsed) };
  };
  return Object.assign(make, definition);
}
