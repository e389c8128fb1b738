import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/statement.js';
import { eventColumns } from '../../platform/outbox/event.entity.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import { ExecutionMover, standingColumns } from './execution-mover.js';
import type { Execution, ExecutionError, Step } from '../log/execution.js';
import { executionColumns } from '../log/execution.entity.js';
import { STEP_COLUMNS } from '../log/step.entity.js';
import type { ClaimedExecution } from './claimed-execution.js';

/** An execution just admitted, with what this worker needs to run it. */
export interface Claimed {
  execution: Execution;
  /** Null when it is gone: then the execution cannot go on. */
  event: StoredEvent | null;
  steps: Step[];
}

// The event as JSON, so that one row has both.
const ADMIT = `
  SELECT ${executionColumns('(a.claimed)')},
    CASE WHEN (a.cause).id IS NOT NULL THEN (SELECT to_json(v) FROM (SELECT ${eventColumns('(a.cause)')}) v) END AS event, a.crowded
  FROM admit_queued($1, $2, $3, $4, $5 * interval '1 second') a`;
const STEPS = `SELECT execution_id AS "executionId", ${STEP_COLUMNS} FROM step WHERE execution_id = ANY($1) ORDER BY index`;

const HELD = `
  unnest($1::uuid[], $2::integer[]) AS held(id, fence)
  JOIN execution e ON e.id = held.id AND e.fence = held.fence AND e.worker_id = $3 AND e.status = 'RUNNING'`;

// One that is locked is being moved, which renews its lease. Waiting for it while the others are locked would stand in
// the way of their moves, and in a circle with them.
const RENEW = `
  WITH idle AS (
    SELECT e.id FROM ${HELD} FOR UPDATE OF e SKIP LOCKED
  ), renewed AS (
    UPDATE execution e SET lease_until = clock_now() + $4 * interval '1 second' FROM idle WHERE e.id = idle.id
  )
  SELECT e.id FROM ${HELD}`;

const HELD_LOCKED = `SELECT ${standingColumns('e')} FROM ${HELD} FOR UPDATE OF e`;

const END_LEASE = `UPDATE execution SET lease_until = clock_now() WHERE id = $1 AND fence = $2 AND worker_id = $3 AND status = 'RUNNING'`;

const STANDING = `
  SELECT e.status, e.worker_id AS "workerId", e.fence, e.seq, e.cancel_requested AS "cancelRequested", e.cancel_reason AS "cancelReason", g.open
  FROM execution e LEFT JOIN automation_gate g ON g.automation_id = e.automation_id WHERE e.id = $1`;

/** The result of an admission. */
export interface Admitted {
  claimed: Omit<Claimed, 'steps'>[];
  /** The workspaces in which other executions still wait. */
  crowded: string[];
}

type AdmittedRow = Execution & { event: EventAsJson | null; crowded: string | null };

/** Claims executions for this worker, under a lease and a fence, and gives them back. */
@Injectable()
export class Claims {
  /** Names this worker in its claims: a claim's number alone may come twice, when the first was lost with the server. */
  readonly workerId = newId();

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly mover: ExecutionMover,
  ) {}

  /** Admits up to `limit` executions of these workspaces. */
  admit(workspaceIds: string[], limit: number): Promise<Admitted> {
    return this.database.run(this.admission(workspaceIds, limit));
  }

  /** The statement that admits up to `limit` executions of these workspaces. */
  admission(workspaceIds: string[], limit: number): Statement<Admitted> {
    const { WORKSPACE_CONCURRENCY, LEASE_SECONDS } = this.config.env;
    // Every worker locks workspaces in the same order, so that none waits for another in a circle.
    const values = [[...workspaceIds].sort(), this.workerId, limit, WORKSPACE_CONCURRENCY, LEASE_SECONDS];
    return { text: ADMIT, values, read: (rows) => admitted(rows as AdmittedRow[]) };
  }

  /** Reads the steps of those that were begun before. */
  async withSteps(claimed: Omit<Claimed, 'steps'>[]): Promise<Claimed[]> {
    const begun = claimed.filter(({ execution }) => execution.fence > 1).map(({ execution }) => execution.id);
    const steps = begun.length > 0 ? await this.database.query<Step & { executionId: string }>(STEPS, [begun]) : [];
    return claimed.map((each) => ({
      ...each,
      steps: steps.filter(({ executionId }) => executionId === each.execution.id),
    }));
  }

  /** Renews the leases of what this worker holds. Resolves with the ids it still holds. */
  async renew(held: Execution[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(RENEW, [
      ...this.claims(held),
      this.config.env.LEASE_SECONDS,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Queues executions again that this worker cannot go on with. If the database is away, their leases run out instead. */
  async handBack(held: ClaimedExecution[]): Promise<void> {
    if (held.length === 0) return;
    // A step whose intent was recorded and whose call was never made waits again; left RUNNING, it would be in doubt.
    const uncalled = new Set(held.filter(({ isUncalled }) => isUncalled).map(({ id }) => id));
    const claims = this.claims(held.map(({ execution }) => execution));
    await this.mover
      .move({ text: HELD_LOCKED, values: claims }, ({ id }) => ({ type: 'handed back', isUncalled: uncalled.has(id) }))
      .catch(() => undefined);
  }

  /** Ends the lease of one that this worker fails to go on with: the sweeper takes it over, and counts how often. */
  async endLease({ id, fence }: Execution): Promise<void> {
    await this.database.query(END_LEASE, [id, fence, this.workerId]);
  }

  /** Why a write of this worker was stale, and why it was cancelled; moved when its last commit took effect though its answer never came. */
  async standing({
    id,
    fence,
    seq,
  }: Execution): Promise<{ is: 'lost' | 'moved' | 'cancelled' | 'disabled'; reason: ExecutionError | null }> {
    const [row] = await this.database.query<Standing>(STANDING, [id]);
    const reason = row?.cancelReason ?? null;
    if (!row || row.workerId !== this.workerId || row.fence !== fence || row.status !== 'RUNNING')
      return { is: 'lost', reason };
    if (row.seq !== seq) return { is: 'moved', reason };
    return { is: row.cancelRequested ? 'cancelled' : row.open ? 'moved' : 'disabled', reason };
  }

  private claims(held: Execution[]) {
    return [held.map(({ id }) => id), held.map(({ fence }) => fence), this.workerId];
  }
}

function admitted(rows: AdmittedRow[]): Admitted {
  const claimed = rows.filter(({ crowded }) => crowded === null);
  return {
    claimed: claimed.map(({ event, crowded: _, ...execution }) => ({
      execution,
      event: event && { ...event, seq: String(event.seq), occurredAt: new Date(event.occurredAt) },
    })),
    crowded: rows.flatMap(({ crowded }) => crowded ?? []),
  };
}

type EventAsJson = Omit<StoredEvent, 'seq' | 'occurredAt'> & { seq: number; occurredAt: string };

interface Standing {
  status: string;
  workerId: string | null;
  fence: number;
  seq: number;
  cancelRequested: boolean;
  cancelReason: ExecutionError | null;
  open: boolean | null;
}
