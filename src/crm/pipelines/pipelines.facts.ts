import { z } from 'zod';
import { idFact } from '../../platform/facts/id-fact.js';

/** A pipeline within facts and events of orders. */
export const pipelineSchema = z.object({
  id: idFact('Id of the pipeline'),
  name: z.string().meta({ title: 'Name of the pipeline' }),
});

/** A stage within facts and events of orders. */
export const stageSchema = z.object({
  id: idFact('Id of the stage'),
  name: z.string().meta({ title: 'Name of the stage' }),
});
