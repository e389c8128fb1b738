/** The bench's only addition to the product: an internal action that inserts one row. Copied into a copy of dist/. */
import { z } from 'zod';
import { Action } from '../action.js';

const params = z.strictObject({ step: z.int() });
const output = z.object({ effectId: z.string() });

const INSERT = 'INSERT INTO effects (execution, step, payload) VALUES ($1, $2, $3) RETURNING id';
const PAYLOAD = JSON.stringify({ orderId: 'order', stage: 'Won', value: 150 });

export class InsertEffectAction {
  async perform({ step }, { work }) {
    const [row] = await work.query(INSERT, [work.origin.executionId, step, PAYLOAD]);
    return { effectId: row.id };
  }
}

Action({ type: 'insert_effect', title: 'Insert a row', description: 'Inserts one row; for measuring.', effect: 'internal', params, output })(InsertEffectAction);
