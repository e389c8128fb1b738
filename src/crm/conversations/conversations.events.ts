import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.js';
import { messageSnapshot } from './conversations.facts.js';

/** A contact wrote; once for each message of the provider, however often it is delivered. */
export const whatsappMessageReceived = defineEvent({
  type: 'whatsapp.message_received',
  payload: z.object({ messageId: z.uuid(), conversationId: z.uuid(), contactId: z.uuid(), message: messageSnapshot }),
  subject: ({ messageId, contactId }) => ({ entityId: messageId, contactId }),
});
