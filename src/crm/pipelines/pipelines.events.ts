import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';
import { pipelineSchema, stageSchema } from './pipelines.facts.js';

/** A pipeline was renamed, or its stages were renamed, reordered, added or deleted. */
export const pipelineUpdated = defineEvent({
  type: 'pipeline.updated',
  payload: z.object({
    pipelineId: uuid,
    pipeline: pipelineSchema,
    /** Its stages in order, and as they were. */
    stages: z.array(stageSchema),
    previous: z.object({ name: z.string(), stages: z.array(stageSchema) }),
  }),
  subject: ({ pipelineId }) => ({ entityId: pipelineId }),
});
