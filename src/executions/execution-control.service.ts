import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../kernel/errors.js';
import { isId } from '../kernel/ids.js';
import type { Work } from '../platform/database/work.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Origin } from '../platform/events/origin.js';
import { ExecutionLog } from './execution-log.service.js';
import { ExecutionQueue } from './execution-queue.js';
import { ExecutionWatch } from './execution-watch.js';
import { executionColumns, hasEnded, type Execution } from './execution.js';

// One that runs is only marked: its worker ends it before the next action.
const CANCEL = `
  UPDATE execution e SET cancel_requested = true,
    status = CASE e.status WHEN 'RUNNING' THEN e.status ELSE 'CANCELLED' END,
    completed_at = CASE e.status WHEN 'RUNNING' THEN NULL ELSE clock_now() END,
    error = CASE e.status WHEN 'RUNNING' THEN e.error
      ELSE jsonb_build_object('code', 'CANCELLED', 'message', 'Cancelled before its next action') END,
    seq = e.seq + CASE e.status WHEN 'RUNNING' THEN 0 ELSE 1 END, wake_at = NULL
  WHERE e.workspace_id = $1 AND e.id = $2 AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING')
  RETURNING ${executionColumns('e')}`;

const RETRY = `
  WITH resumed AS (
    UPDATE execution e SET status = 'QUEUED', seq = e.seq + 1, retries = e.retries + 1, crashes = 0, error = NULL,
      completed_at = NULL, cancel_requested = false
    FROM automation_gate g
    WHERE e.workspace_id = $1 AND e.id = $2 AND e.status = 'FAILED' AND g.automation_id = e.automation_id AND g.open
    RETURNING e.*
  ), reset AS (
    UPDATE step SET status = 'WAITING', attempts = 0, error = NULL, output = NULL, started_at = NULL, completed_at = NULL
    FROM resumed r WHERE execution_id = r.id AND index = r.next_step
  )
  SELECT ${executionColumns('resumed')} FROM resumed`;

/** What a person may do to an execution. */
@Injectable()
export class ExecutionControl {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: ExecutionLog,
    private readonly queue: ExecutionQueue,
    private readonly watch: ExecutionWatch,
  ) {}

  /** Stops an execution before its next action. NOT_FOUND; CONFLICT for one that has ended. */
  async cancel(origin: Origin, id: string): Promise<Execution> {
    const execution = await this.unitOfWork.run(origin, (work) => this.change(work, CANCEL, id));
    if (!execution) throw await this.refusal(origin, id, 'CONFLICT');
    await this.tell(execution);
    return execution;
  }

  /** Resumes a failed execution at its failed action. NOT_FOUND; ILLEGAL_STATE for one that did not fail, or whose automation is off. */
  async retry(origin: Origin, id: string): Promise<Execution> {
    const execution = await this.unitOfWork.run(origin, (work) => this.change(work, RETRY, id));
    if (!execution) throw await this.refusal(origin, id, 'ILLEGAL_STATE');
    await this.tell(execution);
    this.queue.ring([execution.workspaceId]);
    return execution;
  }

  private async change(work: Work, statement: string, id: string): Promise<Execution | undefined> {
    if (!isId(id)) throw notFound('execution', id);
    const [execution] = await work.query<Execution>(statement, [work.workspaceId, id]);
    return execution;
  }

  private async tell(execution: Execution): Promise<void> {
    if (execution.status !== 'RUNNING') this.watch.changed(await this.log.changes([execution]));
  }

  private async refusal({ workspaceId }: Origin, id: string, code: 'CONFLICT' | 'ILLEGAL_STATE'): Promise<DomainError> {
    const [execution] = await this.log.byIds(this.unitOfWork.reader(workspaceId), [id]);
    if (!execution) return notFound('execution', id);
    if (code === 'ILLEGAL_STATE' && execution.status === 'FAILED') return new DomainError(code, 'Its automation is disabled or deleted: only an enabled one goes on');
    return new DomainError(code, `The execution ${hasEnded(execution.status) ? 'has ended' : 'is under way'}: it is ${execution.status}`);
  }
}
