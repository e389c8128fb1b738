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
