import { z } from 'zod';
import { contactMerged } from '../../crm/contacts/contacts.events.js';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { defineTrigger } from '../trigger.js';

export const contactMergedTrigger = defineTrigger({
  type: 'contact.merged',
  title: 'Two contacts are merged',
  description: 'Another contact was merged into this one.',
  on: contactMerged,
  config: z.strictObject({}),
  facts: {
    contact: { facts: contactFacts, id: ({ contactId }) => contactId, snapshot: ({ contact }) => contact },
  },
});
