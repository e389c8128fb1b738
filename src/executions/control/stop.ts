import { z } from 'zod';
import type { ControlStep } from './control-step.js';

const params = z.strictObject({
  reason: z.string().min(1, 'Required').max(500, 'At most 500 characters').meta({ title: 'Reason' }),
});

/** Ends an execution as succeeded, wherever in the tree it is. */
export const stop: ControlStep = {
  type: 'stop',
  title: 'Stop',
  description: 'Ends the execution here as succeeded; the remaining steps are skipped.',
  params,
  rendered: ['reason'],
  output: () => params,
  compile: () => ({
    paths: [],
    decide: ({ params: output }) => ({ status: 'succeeded', output, to: 'end' }),
  }),
};
