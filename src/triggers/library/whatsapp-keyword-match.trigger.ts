import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { whatsappMessageReceived } from '../../crm/conversations/conversations.events.js';
import { conversationFacts, messageFacts } from '../../crm/conversations/conversations.facts.js';
import { LIMITS } from '../../kernel/limits.js';
import { findKeyword, isKeyword, KEYWORD_MATCHES } from '../keyword.js';
import { defineTrigger } from '../trigger.js';

const keyword = z
  .string()
  .trim()
  .min(1, { error: 'A keyword is not empty', abort: true })
  .max(200, 'At most 200 characters')
  .refine(isKeyword, 'A keyword is more than accents');

export const whatsappKeywordMatchTrigger = defineTrigger({
  type: 'whatsapp.keyword_match',
  title: 'A WhatsApp message holds a keyword',
  description:
    'A contact wrote one of the keywords, ignoring case and accents; once per message, even if several match.',
  on: whatsappMessageReceived,
  config: z.strictObject({
    keywords: z
      .array(keyword, { error: 'Required: a list of keywords' })
      .min(1, 'At least one keyword')
      .max(LIMITS.maxKeywords, `At most ${LIMITS.maxKeywords} keywords`)
      .meta({ title: 'Keywords', description: 'Any one of them starts it' }),
    match: z.enum(KEYWORD_MATCHES).default('word').meta({
      title: 'How',
      description: 'word: as whole words; exact: as the whole message; contains: anywhere in it',
    }),
  }),
  matches: ({ payload }, { keywords, match }) => findKeyword(payload.message.text ?? '', keywords, match) !== undefined,
  facts: {
    message: { facts: messageFacts, id: ({ messageId }) => messageId, snapshot: ({ message }) => message },
    keyword: {
      title: 'Keyword that matched',
      schema: z.string(),
      value: ({ message }, { keywords, match }) => findKeyword(message.text ?? '', keywords, match),
    },
    conversation: { facts: conversationFacts, id: ({ conversationId }) => conversationId },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
