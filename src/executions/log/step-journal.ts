import { toJsonText, type Json } from '../../kernel/json.js';
import type { Statement } from '../../platform/database/statement.js';
import type { ExecutionError } from './execution.js';
import type { Move } from './moves.js';

/** A move of an execution, with the state its writer last saw. */
export interface JournalEntry {
  executionId: string;
  workspaceId: string;
  /** The number of the claim held by the worker. */
  fence: number;
  /** The last seq seen by the worker; it differs if a commit took effect but its answer was lost. */
  seq: number;
  move: Move;
}

/** The times at which the entries of one transaction were recorded, as in their rows. */
export interface Recorded {
  at: Date;
  /** When ended executions ended. */
  endedAt: Date;
  /** The executions whose cancellation was requested, and why; null by a person. */
  cancelled: ReadonlyMap<string, ExecutionError | null>;
  /** The workspaces in which others were waiting when an execution released its slot. */
  crowded: ReadonlySet<string>;
}

/** The SQLSTATE of an entry whose worker lost its execution or may no longer act; its whole transaction is rolled back. */
const STALE_WRITE = 'CR001';

/** The only statement by which a worker changes executions; it renews the lease. Fails with STALE_WRITE unless every entry is under its claim. */
export function record(
  entries: JournalEntry[],
  { workerId, leaseSeconds }: { workerId: string; leaseSeconds: number },
): Statement<Recorded> {
  return {
    text: `SELECT * FROM record_moves($1, $2 * interval '1 second', $3, $4)`,
    values: [workerId, leaseSeconds, ...asJson(entries)],
    read: ([row]) => {
      const { recorded_at: at, ended_at: endedAt, cancelled, crowded, reasons } = row as RecordedRow;
      return {
        at,
        endedAt,
        cancelled: new Map(cancelled.map((id, index) => [id, reasons[index]!])),
        crowded: new Set(crowded),
      };
    },
  };
}

interface RecordedRow {
  recorded_at: Date;
  ended_at: Date;
  cancelled: string[];
  crowded: string[];
  reasons: (ExecutionError | null)[];
}

/** Moves and steps in the format of the SQL functions. */
export function asJson(entries: JournalEntry[]): [moves: string, steps: string] {
  // In the order in which a dispatch locks them.
  const ordered = [...entries].sort((a, b) => (a.executionId < b.executionId ? -1 : 1));
  const moves = ordered.map(({ move: { steps: _, ...move }, ...entry }) => ({ ...entry, ...move }));
  const steps = ordered.flatMap(({ executionId, workspaceId, move }) =>
    move.steps.map((step) => ({ executionId, workspaceId, ...step })),
  );
  return [toJsonText(moves), toJsonText(steps)];
}

/** Whether the journal rejected a stale write. */
export const isStaleWrite = (error: unknown) => (error as { code?: Json } | null)?.code === STALE_WRITE;
