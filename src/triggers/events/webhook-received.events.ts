import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';

/** Another system called the address of an automation. */
export const webhookReceived = defineEvent({
  type: 'webhook.received',
  payload: z.object({
    automationId: uuid,
    /** The contact that the automation's config finds by the body. */
    contactId: uuid.nullable(),
    body: z.record(z.string(), z.unknown()),
    /** Some headers of the request, in lower case. */
    headers: z.record(z.string(), z.string()),
  }),
  subject: ({ automationId, contactId }) => ({ entityId: contactId ?? automationId, contactId }),
});
