import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';

const BATCH = 500;
const BATCHES_AT_ONCE = 20;

const CANCELLING = `SELECT automation_id AS id FROM automation_gate WHERE cancel_before IS NOT NULL`;

/** Whether an automation has sleepers to cancel, as a SQL expression. */
export const ANY_CANCELLING = `EXISTS (${CANCELLING})`;

// A send whose outcome is unknown is settled first.
const SLEEPERS = `
  FROM automation_gate g JOIN execution e ON e.automation_id = g.automation_id AND e.workspace_id = g.workspace_id
  WHERE g.automation_id = $1 AND e.status = 'SLEEPING' AND e.queued_at <= g.cancel_before
    AND NOT EXISTS (SELECT FROM step s WHERE s.execution_id = e.id AND s.status = 'UNKNOWN')`;

const FOUND = `SELECT ${standingColumns('e')} ${SLEEPERS} LIMIT ${BATCH} FOR UPDATE OF e SKIP LOCKED`;

const FINISH = `UPDATE automation_gate SET cancel_before = NULL WHERE automation_id = $1 AND cancel_before IS NOT NULL AND NOT EXISTS (SELECT ${SLEEPERS})`;

/** Ends the sleeping executions of automations that were disabled or deleted with the wish to cancel them. */
@Injectable()
export class SleeperCancellation {
  private readonly logger = new Logger(SleeperCancellation.name);

  constructor(
    private readonly database: Database,
    private readonly mover: ExecutionMover,
  ) {}

  /** Ends those of one automation, if they are to be cancelled: 10,000 at most. Never throws; the sweeper ends the rest. */
  async cancel(automationId: string): Promise<void> {
    try {
      await this.cancelBatches(automationId);
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

  private async cancelBatches(automationId: string): Promise<void> {
    for (let batch = 0; batch < BATCHES_AT_ONCE; batch += 1) {
      const moved = await this.mover.move({ text: FOUND, values: [automationId] }, () => ({
        type: 'automation disabled',
      }));
      if (moved.length === BATCH) continue;
      await this.database.query(FINISH, [automationId]);
      return;
    }
  }
}
