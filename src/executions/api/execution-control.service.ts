import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import type { Origin } from '../../platform/events/origin.js';
import type { Work } from '../../platform/work/work.js';
import { Entries } from '../entry/entries.service.js';
import { ExecutionLog } from '../log/execution-log.service.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';
import { hasEnded, type Execution } from '../log/execution.js';
import { executionColumns } from '../log/execution.entity.js';

const ONE = `SELECT ${standingColumns('e')} FROM execution e WHERE e.workspace_id = $1 AND e.id = $2 FOR UPDATE OF e`;

// The worker that holds it ends it before its next step; its seq stays the same, so that the current step can still be recorded.
const MARK = `
  UPDATE execution e SET cancel_requested = true WHERE e.workspace_id = $1 AND e.id = $2 AND e.status = 'RUNNING'
  RETURNING ${executionColumns('e')}`;

/** Cancels and retries executions for users. */
@Injectable()
export class ExecutionControl {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: ExecutionLog,
    private readonly mover: ExecutionMover,
    private readonly entries: Entries,
  ) {}

  /** Stops an execution before its next action. NOT_FOUND; CONFLICT if it has ended. */
  async cancel(origin: Origin, id: string): Promise<Execution> {
    return this.change(origin, id, { type: 'cancel asked', refusal: 'CONFLICT' });
  }

  /** Resumes a failed execution at its failed action. NOT_FOUND; ILLEGAL_STATE if it did not fail, or if its automation is disabled; CONFLICT if another is unfinished and only one may be. */
  async retry(origin: Origin, id: string): Promise<Execution> {
    return this.change(origin, id, { type: 'retry asked', refusal: 'ILLEGAL_STATE' });
  }

  private async change(origin: Origin, id: string, { type, refusal }: Asked): Promise<Execution> {
    if (!isId(id)) throw notFound('execution', id);
    const values = [origin.workspaceId, id];
    let moved: Execution[] = [];
    const changed = await this.unitOfWork.run(origin, async (work) => {
      if (type === 'retry asked') await this.assertAlone(work, id);
      moved = await this.mover.moveWithin(work, { text: ONE, values }, () => ({ type }));
      const [marked] = moved.length > 0 || type !== 'cancel asked' ? moved : await work.query<Execution>(MARK, values);
      if (!marked) throw await this.refusal(work, id, refusal);
      return marked;
    });
    // If an earlier request with the same Idempotency-Key made the change, it was already announced, and nothing moved now.
    await this.mover.tell(moved);
    return changed;
  }

  // A retry is no entry: it neither waits for a cooldown nor counts as a start.
  private async assertAlone(work: Work, id: string): Promise<void> {
    const another = await this.entries.reenter(work, id);
    if (another)
      throw new DomainError(
        'CONFLICT',
        `Execution ${another} for the same contact or order has not finished, and only one may run`,
      );
  }

  private async refusal(reader: Reader, id: string, code: 'CONFLICT' | 'ILLEGAL_STATE'): Promise<DomainError> {
    const [execution] = await this.log.byIds(reader, [id]);
    if (!execution) return notFound('execution', id);
    if (code === 'ILLEGAL_STATE' && execution.status === 'FAILED')
      return new DomainError(code, 'Its automation is disabled or deleted: enable it first');
    return new DomainError(
      code,
      `The execution ${hasEnded(execution.status) ? 'has ended' : 'is not finished'}: it is ${execution.status}`,
    );
  }
}

type Asked = { type: 'cancel asked'; refusal: 'CONFLICT' } | { type: 'retry asked'; refusal: 'ILLEGAL_STATE' };
