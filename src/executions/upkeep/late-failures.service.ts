import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { LateFailureSource, type LateFailure } from '../../actions/late-failure-source.js';
import { toJsonText } from '../../kernel/json.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { EFFECT_SETTLED, type EffectSettled } from '../../platform/events/effect-settled.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import { ExecutionLog } from '../log/execution-log.service.js';
import { ExecutionQueue } from '../queue/execution-queue.js';
import { ExecutionAnnouncer } from '../feed/execution-announcer.js';
import type { Execution, ExecutionStatus } from '../log/execution.js';
import { executionColumns } from '../log/execution.entity.js';

const LOCK = `SELECT e.status FROM execution e WHERE e.workspace_id = $1 AND e.id = $2 FOR UPDATE`;

// Only the worker of a running execution raises its seq. If another process raised it, the worker's next write would be stale, and the outcome of its call unknown.
const WARN = `
  WITH sent AS (
    SELECT s.execution_id, s.index, s.key, s.output @> $4 AS is_new FROM step s
    WHERE s.workspace_id = $1 AND s.execution_id = $2 AND s.status = 'SUCCEEDED' AND s.output @> $3
  ), shown AS (
    UPDATE step s SET output = s.output || $5
    FROM sent WHERE s.execution_id = sent.execution_id AND s.index = sent.index AND sent.is_new
  )
  UPDATE execution e SET seq = e.seq + CASE e.status WHEN 'RUNNING' THEN 0 ELSE 1 END,
    warnings = CASE WHEN sent.is_new THEN e.warnings || jsonb_build_array(
      $6::jsonb || jsonb_build_object('stepKey', sent.key, 'at', to_jsonb(clock_now()))) ELSE e.warnings END
  FROM sent WHERE e.workspace_id = $1 AND e.id = $2
  RETURNING ${executionColumns('e')}`;

/**
 * Shows in an execution that what one of its steps did failed after all: in the step's output and as a warning, whatever became
 * of the execution. It goes on, or stays ended, as it was.
 */
@Injectable()
export class LateFailures implements OnApplicationBootstrap {
  private readonly logger = new Logger(LateFailures.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly source: LateFailureSource,
    private readonly log: ExecutionLog,
    private readonly queue: ExecutionQueue,
    private readonly announcer: ExecutionAnnouncer,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'The sweep for late failures',
      everySeconds: this.config.env.SWEEP_SECONDS,
      isDue: this.source.anyLateFailure,
      turn: () => this.sweep(),
    });
  }

  /** A provider told of a step just now. Whatever fails here, the sweep does again. */
  @OnEvent(EFFECT_SETTLED, { suppressErrors: false })
  async settled({ stepId }: EffectSettled): Promise<void> {
    await this.showAll(stepId);
  }

  /** Shows what was told and not shown yet: while the execution ran, or by a process that died. */
  async sweep(): Promise<void> {
    await this.showAll(null);
  }

  private async showAll(stepId: string | null): Promise<void> {
    try {
      const failures = await this.source.lateFailures(this.database, stepId);
      // One by one, so that an execution that cannot be announced does not block the others.
      for (const failure of failures)
        await this.show(failure).catch((error: unknown) => this.failed(failure.stepId, error));
    } catch (error) {
      this.failed(stepId, error);
    }
  }

  private failed(stepId: string | null, err: unknown): void {
    this.logger.error({ msg: 'A late failure could not be shown; the sweep tries again', stepId, err });
  }

  private async show(failure: LateFailure): Promise<void> {
    const changed = await this.unitOfWork.transaction((transaction) => this.change(failure, transaction));
    if (!changed) return;
    this.announcer.warned(await this.log.changes([changed]));
    // A worker that was admitting it saw another seq, and did not take it.
    if (changed.status === 'QUEUED') this.queue.ring([changed.workspaceId]);
  }

  /** Resolves with the execution when subscribers have to hear of it. */
  private async change(failure: LateFailure, transaction: Transaction): Promise<Execution | undefined> {
    const { workspaceId, executionId, output, warning } = failure;
    // A statement of its own: the next one sees all that was committed before it had the lock.
    const [held] = await transaction.query<{ status: ExecutionStatus }>(LOCK, [workspaceId, executionId]);
    const isRunning = held?.status === 'RUNNING';
    // While it runs its worker may still record the step as done, and tells what it remembers: it is looked at again.
    if (!isRunning && !(await this.source.lateFailureShown(transaction, failure))) return undefined;
    const [execution] = await transaction.query<Execution>(WARN, [
      workspaceId,
      executionId,
      ...[output.of, output.success, output.failure, warning].map(toJsonText),
    ]);
    return isRunning ? undefined : execution;
  }
}
