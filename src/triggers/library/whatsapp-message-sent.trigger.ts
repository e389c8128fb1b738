import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { whatsappMessageSent } from '../../crm/conversations/conversations.events.js';
import { conversationFacts, messageFacts } from '../../crm/conversations/conversations.facts.js';
import { defineTrigger } from '../trigger.js';

export const whatsappMessageSentTrigger = defineTrigger({
  type: 'whatsapp.message_sent',
  title: 'A person sends a message',
  description:
    'A person sent a contact a WhatsApp message, and the provider accepted it; not for messages of automations.',
  on: whatsappMessageSent,
  config: z.strictObject({}),
  facts: {
    message: { facts: messageFacts, id: ({ messageId }) => messageId, snapshot: ({ message }) => message },
    conversation: { facts: conversationFacts, id: ({ conversationId }) => conversationId },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
