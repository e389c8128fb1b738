import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.js';

/** A base or custom field of a contact or an order has another value now. */
export const fieldChanged = defineEvent({
  type: 'field.changed',
  payload: z.object({
    entityType: z.enum(['contact', 'order']),
    entityId: z.uuid(),
    contactId: z.uuid().nullable(),
    orderId: z.uuid().nullable(),
    /** Its path, such as "order.value" or "contact.customFields.size". */
    field: z.string(),
    previous: z.unknown(),
    current: z.unknown(),
  }),
  subject: ({ entityId, contactId, orderId }) => ({ entityId, contactId, orderId }),
});
