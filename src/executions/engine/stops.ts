import type { FactLoader } from '../../platform/facts/fact-loader.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { stoppedBy } from '../control/awaited-events.js';
import type { Move } from '../log/moves.js';
import type { ClaimedExecution } from './claimed-execution.js';
import { lookForEvent } from './control-flow.js';

/**
 * Ends an execution at its beginning if an event of `stopWhen` has happened since the one that started it. An event that commits
 * after this look is dispatched after the execution was stored, and its dispatch ends the execution.
 */
export async function stoppedBefore(
  claimed: ClaimedExecution,
  { query }: Transaction,
  facts: FactLoader,
): Promise<Move | null> {
  const { stopWhen } = claimed.definition.settings;
  if (stopWhen.length === 0 || claimed.steps.size > 0) return null;
  for (const { awaited, reason } of stopWhen) {
    const found = await lookForEvent(
      { awaited, wait: stoppedBy(claimed.event) },
      { claimed, query, facts, hasLooked: false },
    );
    if (found) return claimed.next({ type: 'stop asked', reason: { code: 'STOPPED', message: reason } });
  }
  return null;
}
