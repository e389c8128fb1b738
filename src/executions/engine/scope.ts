import type { FactLoader } from '../../platform/facts/fact-loader.js';
import { scopeNow, scopeThen } from '../definition/fact-scope.js';
import type { ClaimedExecution } from './claimed-execution.js';

/** The facts that the next step reads: now, as they were under `trigger`, and the outputs of the steps before it. */
export async function scopeOf(claimed: ClaimedExecution, facts: FactLoader): Promise<Record<string, unknown>> {
  const source = { trigger: claimed.definition.trigger, config: claimed.definition.config, event: claimed.event };
  const now = await scopeNow(source, claimed.entry.pathsNow, facts);
  const steps = Object.fromEntries([...claimed.steps.values()].map(({ key, output }) => [key, { output }]));
  return { ...now, steps, trigger: scopeThen(source, claimed.execution.remembered) };
}
