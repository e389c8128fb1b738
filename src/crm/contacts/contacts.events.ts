import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';
import { contactSnapshot } from './contacts.facts.js';

/** A contact was created, by a person, a channel or an automation. */
export const contactCreated = defineEvent({
  type: 'contact.created',
  payload: z.object({ contactId: uuid, contact: contactSnapshot }),
  subject: ({ contactId }) => ({ entityId: contactId, contactId }),
});

/** A contact was deleted with its orders, tasks and conversations. The event refers to no contact, because there is none any more. */
export const contactDeleted = defineEvent({
  type: 'contact.deleted',
  payload: z.object({
    contactId: uuid,
    /** Null if its personal data was erased. */
    contact: contactSnapshot.nullable(),
    orders: z.number(),
    tasks: z.number(),
    messages: z.number(),
  }),
  subject: ({ contactId }) => ({ entityId: contactId }),
});

/** Another contact was merged into a contact, and is deleted. */
export const contactMerged = defineEvent({
  type: 'contact.merged',
  payload: z.object({ contactId: uuid, fromId: uuid, contact: contactSnapshot }),
  subject: ({ contactId }) => ({ entityId: contactId, contactId }),
});
