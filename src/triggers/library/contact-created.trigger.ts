import { z } from 'zod';
import { contactCreated } from '../../crm/contacts/contacts.events.js';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { defineTrigger } from '../trigger.js';

export const contactCreatedTrigger = defineTrigger({
  type: 'contact.created',
  title: 'A contact is created',
  description: 'A contact was created by a person, by a first message, or by an automation.',
  on: contactCreated,
  config: z.strictObject({}),
  facts: { contact: { facts: contactFacts, id: ({ contactId }) => contactId, snapshot: ({ contact }) => contact } },
});
