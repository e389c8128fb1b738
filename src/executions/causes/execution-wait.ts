import type { Reader } from '../../platform/database/reader.js';
import { inOrder } from '../../platform/requester/request-loaders.js';
import type { Settings } from '../definition/settings.js';
import type { Execution, Step } from '../log/execution.js';

/** The reasons why an execution waits; HOLD is reserved for a future feature. */
export const WAIT_KINDS = [
  'PLACE',
  'SUBJECT',
  'DELAY',
  'RETRY',
  'EVENT',
  'QUIET_HOURS',
  'PROVIDER',
  'THROTTLE',
  'HOLD',
] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

/** What an execution waits for. */
export interface ExecutionWait {
  kind: WaitKind;
  /** The latest time at which it continues; null if unknown. */
  until: Date | null;
  /** The reason in words. */
  detail: string;
}

/** The situation of a waiting execution: which one is ahead of it, how many run, and how often it lost its worker. */
export interface Surroundings {
  id: string;
  aheadId: string | null;
  running: number;
  /** How many may, if the workspace has a limit of its own. */
  most: number | null;
  crashes: number;
}

const SURROUNDINGS = `
  SELECT e.id, e.crashes, (
      SELECT r.id FROM execution r
      WHERE r.workspace_id = $1 AND r.status = 'RUNNING' AND r.subject_id = e.subject_id AND r.id <> e.id LIMIT 1) AS "aheadId",
    (SELECT count(*)::int FROM execution r WHERE r.workspace_id = $1 AND r.status = 'RUNNING') AS running,
    (SELECT w.concurrent_executions FROM workspace w WHERE w.id = $1) AS most
  FROM execution e WHERE e.workspace_id = $1 AND e.id = ANY($2)`;

/** The surroundings of executions, in the order of their ids, null for missing ones. */
export const surroundingsOf = async (reader: Reader, ids: readonly string[]): Promise<(Surroundings | null)[]> =>
  inOrder(ids, await reader.query<Surroundings>(SURROUNDINGS, [reader.workspaceId, ids]), ({ id }) => id);

/** What a QUEUED execution waits for: its turn for the order or contact, or one of the `most` slots of the workspace. */
export function turnOf({ aheadId, running }: Pick<Surroundings, 'aheadId' | 'running'>, most: number): ExecutionWait {
  if (aheadId)
    return { kind: 'SUBJECT', until: null, detail: `Execution ${aheadId} for the same order or contact is running` };
  const taken =
    running >= most
      ? `All ${most} slots of the workspace are in use`
      : `${running} of the workspace's ${most} slots are in use; a worker takes it next`;
  return { kind: 'PLACE', until: null, detail: taken };
}

/** What a SLEEPING execution waits for that no worker has had: for its throttle, or for quiet. */
export const startOf = ({ wakeAt }: Pick<Execution, 'wakeAt'>, { debounce, throttle }: Settings): ExecutionWait =>
  debounce
    ? { kind: 'DELAY', until: wakeAt, detail: `No other event for ${debounce.quiet}, ${debounce.max} at most` }
    : { kind: 'THROTTLE', until: wakeAt, detail: `At most ${throttle?.limit} starts in ${throttle?.per}` };

/** What a SLEEPING execution waits for, according to its current step. */
export function sleepOf({ wakeAt }: Pick<Execution, 'wakeAt'>, step: Step | undefined, crashes: number): ExecutionWait {
  if (step?.status === 'UNKNOWN')
    return { kind: 'PROVIDER', until: wakeAt, detail: `The provider must report whether "${step.key}" was sent` };
  if (step?.error)
    return {
      kind: 'RETRY',
      until: wakeAt,
      detail: `Attempt ${step.attempts} of "${step.key}" failed: ${step.error.message}`,
    };
  if (step?.status === 'WAITING' && crashes < SUSPECT_CRASHES) return waitOf(step, wakeAt);
  return { kind: 'RETRY', until: wakeAt, detail: `Its worker stopped ${crashes} times while running it` };
}

// A step that has begun waits for what it asks for.
function waitOf({ key, actionType, input, startedAt }: Step, until: Date | null): ExecutionWait {
  const { opensAt, zone } = (input ?? {}) as { opensAt?: string; zone?: string };
  if (opensAt)
    return { kind: 'QUIET_HOURS', until, detail: `"${key}" may write to the contact from ${opensAt} on (${zone})` };
  if (!startedAt) return { kind: 'DELAY', until, detail: `The delay before "${key}"` };
  const { event } = input as { event?: string };
  return actionType === 'wait_for_event'
    ? { kind: 'EVENT', until, detail: `"${key}" waits for ${event}` }
    : { kind: 'DELAY', until, detail: `"${key}" waits for its moment` };
}

// From the second lost worker on, an execution sleeps before the next attempt.
const SUSPECT_CRASHES = 2;
