import { z } from 'zod';
import { Action } from '../action.js';

const INSERT = `INSERT INTO effects (execution, step, note) VALUES ($1, $2, $3)`;

/** The bench's unit of work: a row in `effects`, in the step's own transaction. Runs only from a copy of the build. */
export class InsertEffectAction {
  async perform({ step, note }, { work }) {
    await work.query(INSERT, [work.origin.executionId, step, note]);
    return { step };
  }
}

Action({
  type: 'insert_effect',
  title: 'Insert an effect',
  description: 'Inserts one row for the bench.',
  effect: 'internal',
  params: z.strictObject({ step: z.number(), note: z.string() }),
  output: z.object({ step: z.number() }),
})(InsertEffectAction);
