import type { ActionSpec } from '../definition/definition.js';
import { layOut, OTHERWISE, stepsOf, type Placed } from '../definition/flow.js';
import { DISABLED, hasEnded, type Execution, type ShownStep, type SkipReason, type Step } from './execution.js';

/** All steps of an execution by position: the recorded ones, and the rest as PENDING or SKIPPED. */
export function stepsToShow(
  execution: Execution,
  actions: readonly ActionSpec[],
  recorded: readonly Step[],
): ShownStep[] {
  const found = new Map(recorded.map((step) => [step.index, step]));
  const placed = layOut(actions);
  const untaken = untakenIn(placed, found);
  const ended = hasEnded(execution.status);
  return placed.map(({ spec: { key, type } }, index) => {
    const step = found.get(index);
    if (step && !(ended && step.status === 'WAITING')) return recordedStep(step, ended);
    const skipped = untaken.has(index) ? 'BRANCH_NOT_TAKEN' : ended ? reasonOf(execution) : null;
    const status = skipped ? 'SKIPPED' : (step?.status ?? 'PENDING');
    return { ...(step ?? EMPTY), index, key, actionType: type, arm: null, status, skippedBecause: skipped };
  });
}

const recordedStep = (step: Step, ended: boolean): ShownStep => ({
  ...step,
  status: ended && step.status === 'RUNNING' ? 'UNKNOWN' : step.status,
  arm: armOf(step),
  skippedBecause: step.status === 'SKIPPED' ? (step.error!.code as SkipReason) : null,
});

const EMPTY = { attempts: 0, input: null, output: null, error: null, startedAt: null, completedAt: null };

const armOf = ({ actionType, status, output }: Step): string | null =>
  actionType === 'branch' && status === 'SUCCEEDED' ? ((output as { arm?: string } | null)?.arm ?? null) : null;

/** The positions in those arms of finished branches that were not taken. */
function untakenIn(placed: readonly Placed[], found: ReadonlyMap<number, Step>): ReadonlySet<number> {
  const untaken = new Set<number>();
  placed.forEach(({ spec: { arms = [], otherwise = [] } }, position) => {
    const step = found.get(position);
    const taken = step && armOf(step);
    if (!taken) return;
    let at = position + 1;
    for (const { name, actions } of [...arms, { name: OTHERWISE, actions: otherwise }]) {
      const end = at + stepsOf(actions).length;
      for (; at < end; at += 1) if (name !== taken) untaken.add(at);
    }
  });
  return untaken;
}

function reasonOf({ status, error }: Execution): SkipReason {
  if (status === 'SUCCEEDED') return 'STOPPED';
  if (status === 'FAILED') return 'FAILED_EARLIER';
  if (error?.code === DISABLED.code) return 'DISABLED';
  return error?.code === 'STOPPED' ? 'STOPPED' : 'CANCELLED';
}
