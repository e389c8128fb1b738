import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { whatsappMessageReceived } from '../../crm/conversations/conversations.events.js';
import { conversationFacts, messageFacts } from '../../crm/conversations/conversations.facts.js';
import { LIMITS } from '../../kernel/limits.js';
import { findKeyword, KEYWORD_MATCHES } from '../keyword.js';
import { defineTrigger } from '../trigger.js';

export const whatsappKeywordMatchTrigger = defineTrigger({
  type: 'whatsapp.keyword_match',
  title: 'A WhatsApp message holds a keyword',
  description: 'A contact wrote one of the keywords, whatever its case and accents; once for a message, however many match.',
  on: whatsappMessageReceived,
  config: z.strictObject({
    keywords: z
      .array(z.string().trim().min(1, 'A keyword is not empty').max(100))
      .min(1, 'At least one keyword')
      .max(LIMITS.maxKeywords, `At most ${LIMITS.maxKeywords} keywords`)
      .describe('Keywords; any one of them starts it'),
    match: z.enum(KEYWORD_MATCHES).optional().describe('word: as whole words (default); exact: as the whole message; contains: anywhere'),
  }),
  matches: ({ payload }, { keywords, match }) => findKeyword(payload.message.text ?? '', keywords, match) !== undefined,
  facts: {
    message: { facts: messageFacts, id: ({ messageId }) => messageId, snapshot: ({ message }) => message },
    keyword: { title: 'Keyword that matched', schema: z.string(), value: ({ message }, { keywords, match }) => findKeyword(message.text ?? '', keywords, match) },
    conversation: { facts: conversationFacts, id: ({ conversationId }) => conversationId },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
