import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { whatsappMessageReceived } from '../../crm/conversations/conversations.events.js';
import { conversationFacts, messageFacts } from '../../crm/conversations/conversations.facts.js';
import { defineTrigger } from '../trigger.js';

export const whatsappMessageReceivedTrigger = defineTrigger({
  type: 'whatsapp.message_received',
  title: 'A WhatsApp message arrives',
  description: 'A contact sent a message; once per message, even if the provider delivers it several times.',
  on: whatsappMessageReceived,
  config: z.strictObject({}),
  facts: {
    message: { facts: messageFacts, id: ({ messageId }) => messageId, snapshot: ({ message }) => message },
    conversation: { facts: conversationFacts, id: ({ conversationId }) => conversationId },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
