import { valueAt } from '../kernel/json.js';
import type { StoredEvent } from '../platform/events/stored-event.js';
import { TRIGGERS } from './triggers.js';

/** The field of the payload that names the addressee, by the type of the event. */
const ADDRESSEES: [eventType: string, field: string][] = [...TRIGGERS.values()].flatMap(({ on, addressee }) =>
  addressee ? [[on.type, addressee]] : [],
);
const FIELDS = new Map(ADDRESSEES);

/** The only automation that an event can start; undefined if it can start any. */
export function addresseeOf({ type, payload }: Pick<StoredEvent, 'type' | 'payload'>): string | undefined {
  const field = FIELDS.get(type);
  return field === undefined ? undefined : String(valueAt(payload, [field]));
}

const FIELD_OF_EVENT = ADDRESSEES.map(([type, field]) => `WHEN '${type}' THEN '${field}'`).join(' ');

/** Whether an event can start an automation, as SQL: `event` is the alias of the event, `automationId` an expression of type uuid. */
export const isAddressedTo = (event: string, automationId: string) =>
  `coalesce(${event}.payload ->> (CASE ${event}.type ${FIELD_OF_EVENT} END) = ${automationId}::text, true)`;
