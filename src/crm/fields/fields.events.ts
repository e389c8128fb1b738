import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';

/** A base or custom field of a contact or order has a new value. */
export const fieldChanged = defineEvent({
  type: 'field.changed',
  payload: z.object({
    entityType: z.enum(['contact', 'order']),
    entityId: uuid,
    contactId: uuid.nullable(),
    orderId: uuid.nullable(),
    /** Its path, such as "order.value" or "contact.customFields.size". */
    field: z.string(),
    previous: z.unknown(),
    current: z.unknown(),
  }),
  subject: ({ entityId, contactId, orderId }) => ({ entityId, contactId, orderId }),
});
