import { Injectable, Logger } from '@nestjs/common';
import { toJsonText } from '../../kernel/json.js';
import { Database } from '../../platform/database/database.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';
import type { ExecutionError } from '../log/execution.js';
import type { Happening } from '../log/moves.js';

const BATCH = 500;
const BATCHES_AT_ONCE = 20;

const CANCELLING = `
  SELECT automation_id AS id FROM automation_gate WHERE cancel_before IS NOT NULL
  UNION SELECT automation_id FROM automation_gate WHERE cancel_below IS NOT NULL`;

/** Whether an automation has executions to cancel, as a SQL expression. */
export const ANY_CANCELLING = `EXISTS (${CANCELLING})`;

const OF_GATE = `
  FROM automation_gate g JOIN execution e ON e.automation_id = g.automation_id AND e.workspace_id = g.workspace_id
  WHERE g.automation_id = $1`;

// A send whose outcome is unknown is settled first.
const IN_DOUBT = `EXISTS (SELECT FROM step s WHERE s.execution_id = e.id AND s.status = 'UNKNOWN')`;

const SLEEPERS = `${OF_GATE} AND e.status = 'SLEEPING' AND e.queued_at <= g.cancel_before AND NOT ${IN_DOUBT}`;

const FINISH = `UPDATE automation_gate SET cancel_before = NULL WHERE automation_id = $1 AND cancel_before IS NOT NULL AND NOT EXISTS (SELECT ${SLEEPERS})`;

const SUPERSEDED = `${OF_GATE} AND e.automation_version < g.cancel_below AND NOT e.cancel_requested`;

// One by one, as each status has an index of its own.
const SLEEPING_OR_QUEUED = [
  `${SUPERSEDED} AND e.status = 'SLEEPING' AND NOT ${IN_DOUBT}`,
  `${SUPERSEDED} AND e.status = 'QUEUED'`,
];

const AT_WORK = `
  SELECT e.id ${SUPERSEDED} AND e.status = 'RUNNING'
  UNION ALL SELECT e.id ${SUPERSEDED} AND e.status = 'SLEEPING' AND ${IN_DOUBT} LIMIT ${BATCH}`;

// The worker that runs it, or the one that will when its send is settled, ends it before its next step. One row at a time: a
// worker locks the rows of a batch in its own order.
const MARK = `
  UPDATE execution e SET cancel_requested = true, cancel_reason = $2
  WHERE e.id = $1 AND (e.status = 'RUNNING' OR e.status = 'SLEEPING' AND ${IN_DOUBT})`;

// A dispatch that read the older version before the newer one was published may be about to commit.
const FINISH_SUPERSEDED = `
  UPDATE automation_gate SET cancel_below = NULL, cancel_below_since = NULL
  WHERE automation_id = $1 AND cancel_below_since <= clock_now() - interval '1 minute'
    AND NOT EXISTS (SELECT ${SUPERSEDED} AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING'))`;

const NEWER_VERSION: ExecutionError = {
  code: 'SUPERSEDED',
  message: 'A newer version of the automation was published',
};

const found = (which: string) => `SELECT ${standingColumns('e')} ${which} LIMIT ${BATCH} FOR UPDATE OF e SKIP LOCKED`;

/**
 * Ends executions that are to be cancelled: the sleeping ones of automations that were disabled or deleted, and the unfinished
 * ones of versions that were superseded.
 */
@Injectable()
export class SleeperCancellation {
  private readonly logger = new Logger(SleeperCancellation.name);

  constructor(
    private readonly database: Database,
    private readonly mover: ExecutionMover,
  ) {}

  /** Ends those of one automation, if any are to be cancelled: 10,000 at most of a kind. Never throws; the sweeper ends the rest. */
  async cancel(automationId: string): Promise<void> {
    try {
      if (await this.cancelBatches(automationId, SLEEPERS, { type: 'automation disabled' }))
        await this.database.query(FINISH, [automationId]);
      await this.cancelSuperseded(automationId);
    } catch (error) {
      this.logger.error({
        msg: 'Sleeping executions could not be cancelled; the next sweep does it',
        automationId,
        err: error,
      });
    }
  }

  /** Ends those of every automation that is marked, also when the process that marked it died. */
  async sweep(): Promise<void> {
    for (const { id } of await this.database.query<{ id: string }>(CANCELLING)) await this.cancel(id);
  }

  private async cancelSuperseded(automationId: string): Promise<void> {
    // Before and after the others, as an execution may begin to run or go to sleep meanwhile.
    await this.mark(automationId);
    for (const which of SLEEPING_OR_QUEUED)
      if (!(await this.cancelBatches(automationId, which, { type: 'stop asked', reason: NEWER_VERSION }))) return;
    await this.mark(automationId);
    await this.database.query(FINISH_SUPERSEDED, [automationId]);
  }

  private async mark(automationId: string): Promise<void> {
    for (const { id } of await this.database.query<{ id: string }>(AT_WORK, [automationId]))
      await this.database.query(MARK, [id, toJsonText(NEWER_VERSION)]);
  }

  /** Whether all were found. */
  private async cancelBatches(automationId: string, which: string, what: Happening): Promise<boolean> {
    for (let batch = 0; batch < BATCHES_AT_ONCE; batch += 1) {
      const moved = await this.mover.move({ text: found(which), values: [automationId] }, () => what);
      if (moved.length < BATCH) return true;
    }
    return false;
  }
}
