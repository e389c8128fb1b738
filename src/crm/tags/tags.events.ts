import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.js';
import { tagFacts } from './tags.facts.js';

const payload = z.object({
  tagId: z.uuid(),
  entityType: z.enum(['contact', 'order']),
  entityId: z.uuid(),
  /** The tagged contact, or the tagged order's. */
  contactId: z.uuid().nullable(),
  orderId: z.uuid().nullable(),
  tag: tagFacts.schema,
});

const subject = ({ entityId, contactId, orderId }: z.infer<typeof payload>) => ({ entityId, contactId, orderId });

/** A contact or an order got a tag it did not have. */
export const tagAssigned = defineEvent({ type: 'tag.assigned', payload, subject });

/** A contact or an order lost a tag it had. */
export const tagRemoved = defineEvent({ type: 'tag.removed', payload, subject });
