import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';

/** Somebody started an automation for a contact, or for an order and its contact. */
export const automationStartedByHand = defineEvent({
  type: 'automation.started_by_hand',
  payload: z.object({ automationId: uuid, contactId: uuid.nullable(), orderId: uuid.nullable() }),
  subject: ({ automationId, contactId, orderId }) => ({
    entityId: orderId ?? contactId ?? automationId,
    contactId,
    orderId,
  }),
});
