import { PermanentActionError } from './action.errors.js';
import type { ActionSubject } from './action.js';

/** The contact or order that an action changes. */
export interface Entity {
  entityType: 'contact' | 'order';
  entityId: string;
}

/** The event's contact. Throws a permanent NO_CONTACT if it has none. */
export function contactOf({ contactId }: ActionSubject): string {
  if (!contactId) throw new PermanentActionError('NO_CONTACT', 'The event is about no contact');
  return contactId;
}

/** The event's order. Throws a permanent NO_ORDER if it has none. */
export function orderOf({ orderId }: ActionSubject): string {
  if (!orderId) throw new PermanentActionError('NO_ORDER', 'The event is about no order');
  return orderId;
}

/** The entity of the given type, by default the trigger's own. Throws a permanent NO_CONTACT or NO_ORDER. */
export function entityOf(subject: ActionSubject, entityType = subject.entityType): Entity {
  return entityType === 'order'
    ? { entityType, entityId: orderOf(subject) }
    : { entityType: 'contact', entityId: contactOf(subject) };
}
