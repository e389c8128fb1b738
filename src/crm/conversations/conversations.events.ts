import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';
import { messageSnapshot } from './conversations.facts.js';

const about = { messageId: uuid, conversationId: uuid, contactId: uuid, message: messageSnapshot };
const subject = ({ messageId, contactId }: { messageId: string; contactId: string }) => ({
  entityId: messageId,
  contactId,
});

/** A contact sent a message; published once per provider message, even if it is delivered several times. */
export const whatsappMessageReceived = defineEvent({
  type: 'whatsapp.message_received',
  payload: z.object({ ...about, tooOldAfterHours: z.number().optional() }),
  subject,
  tooOld: ({ message: { sentAt, receivedAt }, tooOldAfterHours: hours }) =>
    hours === undefined
      ? undefined
      : `The message was sent at ${sentAt} and received at ${receivedAt}: a message older than ${hours} h starts nothing (INBOUND_MAX_AGE_HOURS)`,
});

/** The provider accepted a message that a person sent; messages of automations are steps of executions instead. */
export const whatsappMessageSent = defineEvent({
  type: 'whatsapp.message_sent',
  payload: z.object(about),
  subject,
});

/** An outbound message was not sent or not delivered, and is not sent again automatically. */
export const messageFailed = defineEvent({
  type: 'message.failed',
  payload: z.object({ ...about, error: z.object({ code: z.string(), message: z.string() }) }),
  subject,
});
