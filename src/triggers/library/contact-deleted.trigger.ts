import { z } from 'zod';
import { contactDeleted } from '../../crm/contacts/contacts.events.js';
import { contactSnapshot } from '../../crm/contacts/contacts.facts.js';
import { defineTrigger } from '../trigger.js';

export const contactDeletedTrigger = defineTrigger({
  type: 'contact.deleted',
  title: 'A contact is deleted',
  description: 'A contact was deleted with its orders, tasks and conversations; nothing is left to act on.',
  on: contactDeleted,
  config: z.strictObject({}),
  facts: {
    deletedContact: { title: 'Deleted contact', schema: contactSnapshot, value: ({ contact }) => contact },
  },
});
