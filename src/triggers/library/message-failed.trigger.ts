import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { messageFailed } from '../../crm/conversations/conversations.events.js';
import { conversationFacts, messageFacts } from '../../crm/conversations/conversations.facts.js';
import { defineTrigger } from '../trigger.js';

export const messageFailedTrigger = defineTrigger({
  type: 'message.failed',
  title: 'A message fails',
  description:
    'A message to a contact was rejected, or the provider reported later that it was not delivered; once per message, and not for attempts that are retried.',
  on: messageFailed,
  config: z.strictObject({}),
  facts: {
    message: { facts: messageFacts, id: ({ messageId }) => messageId, snapshot: ({ message }) => message },
    error: {
      title: 'Why it failed',
      schema: z.object({
        code: z.string().meta({ title: 'Code, such as WHATSAPP_131026' }),
        message: z.string().meta({ title: 'Reason in words' }),
      }),
      value: ({ error }) => error,
    },
    conversation: { facts: conversationFacts, id: ({ conversationId }) => conversationId },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
