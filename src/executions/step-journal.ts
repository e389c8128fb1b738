import { toJsonText, type Json } from '../kernel/json.js';
import type { Statement } from '../platform/database/statement.js';
import type { ExecutionError, ExecutionStatus, Step } from './execution.js';

/** What a worker writes of one execution, all of it or nothing. */
export interface JournalEntry {
  executionId: string;
  workspaceId: string;
  /** The number of the claim under which the worker acts. */
  fence: number;
  /** What the worker last saw of the execution; it differs when a commit took effect though its answer never came. */
  seq: number;
  /** True when the entry carries what an action did in this transaction: it then needs an open gate and no cancellation. */
  guarded: boolean;
  status: ExecutionStatus;
  nextStep: number;
  /** Milliseconds until it wakes; null unless SLEEPING. */
  wakeInMs: number | null;
  error: ExecutionError | null;
  steps: StepEntry[];
}

/** A step to record; it starts when it is first recorded as begun, and completes `elapsedMs`, whole milliseconds, into the transaction. */
export type StepEntry = Omit<Step, 'startedAt' | 'completedAt'> & { begun: boolean; elapsedMs: number | null };

/** What entries of one transaction became: the same times that are in the rows. */
export interface Recorded {
  at: Date;
  /** When those ended that have. */
  endedAt: Date;
  /** The executions that are to be cancelled. */
  cancelled: ReadonlySet<string>;
}

/** The SQLSTATE of an entry whose worker lost its execution or may no longer act; nothing of its transaction stays. */
export const STALE_WRITE = 'CR001';

/** The one statement by which a worker changes executions, renewing its lease. Fails with STALE_WRITE unless every entry is under its claim. */
export function record(entries: JournalEntry[], { workerId, leaseSeconds }: { workerId: string; leaseSeconds: number }): Statement<Recorded> {
  const steps = entries.flatMap(({ executionId, workspaceId, steps }) => steps.map((step) => ({ executionId, workspaceId, ...step })));
  const moves = entries.map(({ steps: _, ...move }) => move);
  return {
    text: `SELECT * FROM record_moves($1, $2 * interval '1 second', $3, $4)`,
    values: [workerId, leaseSeconds, toJsonText(moves), toJsonText(steps)],
    read: ([row]) => {
      const { recorded_at: at, ended_at: endedAt, cancelled } = row as { recorded_at: Date; ended_at: Date; cancelled: string[] };
      return { at, endedAt, cancelled: new Set(cancelled) };
    },
  };
}

/** Whether an error says that the journal refused a stale write. */
export const isStaleWrite = (error: unknown) => (error as { code?: Json } | null)?.code === STALE_WRITE;
