import { z } from 'zod';

/** A pipeline as orders and events show it. */
export const pipelineSchema = z.object({
  id: z.string().meta({ title: 'Id of the pipeline' }),
  name: z.string().meta({ title: 'Name of the pipeline' }),
});

/** A stage as orders and events show it. */
export const stageSchema = z.object({
  id: z.string().meta({ title: 'Id of the stage' }),
  name: z.string().meta({ title: 'Name of the stage' }),
});
