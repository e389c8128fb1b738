import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { ConversationsService, type MessageFate } from '../crm/conversations/conversations.service.js';
import { MESSAGE_SETTLED, type MessageSettled } from '../crm/conversations/message-settled.js';
import { toJsonText, type Json } from '../kernel/json.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { Poll } from '../platform/poll.js';
import { ExecutionLog } from './execution-log.service.js';
import { ExecutionQueue } from './execution-queue.js';
import { ExecutionWatch } from './execution-watch.js';
import { executionColumns, type Execution, type ExecutionError } from './execution.js';
import { stepId } from './run.js';

/** What became of a step after all. */
export type LateOutcome = { status: 'succeeded'; output: Json } | { status: 'failed'; error: ExecutionError };

type Doubtful = Pick<Execution, 'id' | 'workspaceId' | 'nextStep' | 'retries' | 'seq'>;

const DOUBTFUL = `
  SELECT e.id, e.workspace_id AS "workspaceId", e.next_step AS "nextStep", e.retries, e.seq
  FROM step s JOIN execution e ON e.id = s.execution_id AND e.next_step = s.index
  WHERE s.status = 'UNKNOWN' AND e.status = 'SLEEPING'`;

const DOUBTFUL_ONE = `${DOUBTFUL} AND e.workspace_id = $1 AND e.id = $2`;

// No worker holds a sleeper, so its seq is its fence: whoever raises it first has it.
const SETTLE = `
  WITH after AS (
    SELECT e.id, CASE WHEN NOT $4::boolean THEN 'FAILED' WHEN $7::integer + 1 >= jsonb_array_length(d.body -> 'actions') THEN 'SUCCEEDED' ELSE 'QUEUED' END AS status
    FROM execution e JOIN definition d ON d.id = e.definition_id WHERE e.workspace_id = $1 AND e.id = $2
  ), moved AS (
    UPDATE execution e SET seq = e.seq + 1, wake_at = NULL, error = $5::jsonb, next_step = $7::integer + $4::boolean::integer, status = after.status,
      completed_at = CASE WHEN after.status <> 'QUEUED' THEN clock_now() END
    FROM after WHERE e.id = after.id AND e.seq = $3 AND e.status = 'SLEEPING'
    RETURNING e.*
  ), settled AS (
    UPDATE step s SET status = CASE WHEN $4::boolean THEN 'SUCCEEDED' ELSE 'FAILED' END, output = $6::jsonb, completed_at = clock_now(),
      error = $5::jsonb || '{"retryable": false}'
    FROM moved m WHERE s.execution_id = m.id AND s.index = $7::integer AND s.status = 'UNKNOWN'
  )
  SELECT ${executionColumns('m')} FROM moved m`;

/** Settles steps whose outcome nobody knew, once the provider has told; the execution goes on, or ends. */
@Injectable()
export class UnknownSettlement implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(UnknownSettlement.name);
  private readonly poll: Poll;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly conversations: ConversationsService,
    private readonly log: ExecutionLog,
    private readonly queue: ExecutionQueue,
    private readonly watch: ExecutionWatch,
  ) {
    this.poll = new Poll('The sweep for unknown outcomes', config.env.SWEEP_SECONDS * 1_000, () => this.sweep());
  }

  onApplicationBootstrap(): void {
    if (this.config.runsExecutions) this.poll.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.poll.stop();
  }

  /** The provider told of a message just now. Whatever fails here, the sweep does again. */
  @OnEvent(MESSAGE_SETTLED, { suppressErrors: false })
  async messageSettled({ workspaceId, messageId }: MessageSettled): Promise<void> {
    try {
      const [fate] = await this.conversations.fates(this.database.reader(workspaceId), [messageId]);
      const doubtful = fate ? await this.database.query<Doubtful>(DOUBTFUL_ONE, [workspaceId, fate.executionId]) : [];
      await this.settleAll(doubtful, fate ? [fate] : []);
    } catch (error) {
      this.logger.error({ msg: 'A step could not be settled; the sweep does it', workspaceId, messageId, err: error });
    }
  }

  /** Settles every sleeper whose message tells by now what became of it, also when its telling was lost. */
  async sweep(): Promise<void> {
    const doubtful = await this.database.query<Doubtful>(DOUBTFUL);
    for (const workspaceId of new Set(doubtful.map((each) => each.workspaceId))) {
      const here = doubtful.filter((each) => each.workspaceId === workspaceId);
      await this.settleAll(here, await this.conversations.fates(this.database.reader(workspaceId), here.map(stepOf)));
    }
  }

  /** Settles one step. False when its execution has gone on since: the step is somebody else's then. */
  async settle({ id, workspaceId, nextStep, seq }: Doubtful, outcome: LateOutcome): Promise<boolean> {
    const succeeded = outcome.status === 'succeeded';
    const [error, output] = succeeded ? [null, toJsonText(outcome.output)] : [toJsonText(outcome.error), null];
    const executions = await this.database.query<Execution>(SETTLE, [workspaceId, id, seq, succeeded, error, output, nextStep]);
    if (executions.length === 0) return false;
    this.watch.changed(await this.log.changes(executions));
    this.queue.ring([workspaceId]);
    return true;
  }

  private async settleAll(doubtful: Doubtful[], fates: MessageFate[]): Promise<void> {
    const fateOf = new Map(fates.map((fate) => [fate.id, fate]));
    for (const each of doubtful) {
      const fate = fateOf.get(stepOf(each));
      const outcome = fate && outcomeOf(fate);
      if (outcome) await this.settle(each, outcome);
    }
  }
}

/** A message bears the id of the step that sends it; a retry by hand is another step, with another message. */
const stepOf = (doubtful: Doubtful) => stepId(doubtful, doubtful.nextStep);

function outcomeOf({ id, status, provider, providerMessageId, error }: MessageFate): LateOutcome | undefined {
  if (status === 'PENDING' || status === 'UNKNOWN' || status === 'RECEIVED') return undefined;
  if (status === 'FAILED') return { status: 'failed', error: error ?? { code: 'ACTION_FAILED', message: 'The message was not sent' } };
  return { status: 'succeeded', output: { messageId: id, status: 'SENT', provider, providerMessageId } };
}
