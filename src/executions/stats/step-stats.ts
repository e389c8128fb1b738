import type { ExecutionStatus, StepStatus } from '../log/execution.js';

/** The maximum number of actions in one answer, including those of older versions. */
export const MAX_STEPS = 100;

/** How many executions of a definition are at the same position. */
export interface Standing {
  definitionId: string;
  status: ExecutionStatus;
  /** The index of the next action, from 0: the earlier ones succeeded. */
  nextStep: number;
  /** False for executions that never ran. */
  hasBegun: boolean;
  count: number;
}

/** The executions that reached one action. */
export interface StepStats {
  key: string;
  reached: number;
  succeeded: number;
  failed: number;
  waiting: number;
}

/** How many steps of a definition with this key are in this status, of executions in this status. */
export interface StepCount {
  definitionId: string;
  key: string;
  status: StepStatus;
  hasEnded: boolean;
  count: number;
}

/**
 * The numbers of each action. In a list, actions run in order, so that the positions of the executions say it without a look
 * at their steps; in a tree, the recorded steps do. `keys` holds the names of each definition's actions, newest definition first.
 */
export function stepStats(
  keys: ReadonlyMap<string, string[]>,
  { standings, counts }: { standings: Standing[]; counts: StepCount[] },
): StepStats[] {
  const stats = new Map<string, StepStats>();
  for (const key of [...keys.values()].flat()) stats.set(key, { key, reached: 0, succeeded: 0, failed: 0, waiting: 0 });
  for (const standing of standings) {
    keys.get(standing.definitionId)?.forEach((key, index) => addStanding(stats.get(key)!, index, standing));
  }
  for (const counted of counts) addCount(stats.get(counted.key), counted);
  return [...stats.values()].slice(0, MAX_STEPS);
}

function addStanding(step: StepStats, index: number, { status, nextStep, hasBegun, count }: Standing): void {
  if (index > nextStep) return;
  if (index < nextStep) {
    step.succeeded += count;
    step.reached += count;
    return;
  }
  // A cancelled execution did not reach its next action, and an execution that never started reached none.
  if (status === 'CANCELLED' || status === 'SUCCEEDED' || !hasBegun) return;
  step.reached += count;
  if (status === 'FAILED') step.failed += count;
  if (status === 'SLEEPING' || status === 'QUEUED') step.waiting += count;
}

function addCount(step: StepStats | undefined, { status, hasEnded, count }: StepCount): void {
  if (!step || (status === 'WAITING' && hasEnded)) return;
  step.reached += count;
  if (status === 'SUCCEEDED') step.succeeded += count;
  if (status === 'FAILED') step.failed += count;
  if (status === 'WAITING') step.waiting += count;
}
