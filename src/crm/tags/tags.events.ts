import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';
import { tagFacts } from './tags.facts.js';

const payload = z.object({
  tagId: uuid,
  entityType: z.enum(['contact', 'order']),
  entityId: uuid,
  /** The tagged contact, or the contact of the tagged order. */
  contactId: uuid.nullable(),
  orderId: uuid.nullable(),
  tag: tagFacts.schema,
});

const subject = ({ entityId, contactId, orderId }: z.infer<typeof payload>) => ({ entityId, contactId, orderId });

/** A contact or order got a tag it did not have. */
export const tagAssigned = defineEvent({ type: 'tag.assigned', payload, subject });

/** A contact or order lost a tag it had. */
export const tagRemoved = defineEvent({ type: 'tag.removed', payload, subject });

/** A tag has another name or color. */
export const tagUpdated = defineEvent({
  type: 'tag.updated',
  payload: z.object({ tagId: uuid, tag: tagFacts.schema, previous: z.object({ name: z.string(), color: z.string() }) }),
  subject: ({ tagId }) => ({ entityId: tagId }),
});

/** A tag was deleted; whatever had it lost it without an event of its own. */
export const tagDeleted = defineEvent({
  type: 'tag.deleted',
  payload: z.object({ tagId: uuid, tag: tagFacts.schema }),
  subject: ({ tagId }) => ({ entityId: tagId }),
});
