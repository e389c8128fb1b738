import { z } from 'zod';
import type { Json, JsonObject } from '../../kernel/json.js';
import { TRIGGERS } from '../../triggers/triggers.js';

// An event for one automation is nothing that others wait for.
const AWAITABLE = [...TRIGGERS.values()].filter(({ addressee }) => !addressee).map(({ type }) => type);

/** How an event is described for which an execution waits, or which ends it: by the type of a trigger, its config, and conditions. */
export const awaitedShape = {
  event: z
    .enum(AWAITABLE as [string, ...string[]], { error: `Expected the type of a trigger: ${AWAITABLE.join(', ')}` })
    .meta({ title: 'Event' }),
  config: z.record(z.string(), z.json()).default({}).meta({ title: 'Config' }),
  conditions: z.json().default(null).meta({ title: 'Conditions' }),
};

/** The same, checked. */
export interface AwaitedInput {
  event: string;
  config: JsonObject;
  conditions: Json;
}
