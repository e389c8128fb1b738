import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';
import { CUSTOM_FIELD_OWNERS, CUSTOM_FIELD_TYPES } from './custom-field.entity.js';

const definition = z.object({
  entityType: z.enum(CUSTOM_FIELD_OWNERS),
  key: z.string(),
  title: z.string(),
  type: z.enum(CUSTOM_FIELD_TYPES),
  options: z.array(z.string()),
});

const subject = ({ definitionId }: { definitionId: string }) => ({ entityId: definitionId });

/** The definition of a custom field has another title, type or options. */
export const customFieldUpdated = defineEvent({
  type: 'custom_field.updated',
  payload: z.object({ definitionId: uuid, definition, previous: definition }),
  subject,
});

/** The definition of a custom field was deleted; its values stay. */
export const customFieldDeleted = defineEvent({
  type: 'custom_field.deleted',
  payload: z.object({ definitionId: uuid, definition }),
  subject,
});
