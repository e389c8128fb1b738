import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { ActionRegistry } from '../../actions/action-registry.service.js';
import type { ExternalAction, LateOutcome } from '../../actions/action.js';
import type { Json } from '../../kernel/json.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { EFFECT_SETTLED, type EffectSettled } from '../../platform/events/effect-settled.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';
import type { Execution } from '../log/execution.js';
import { stepId } from '../engine/claimed-execution.js';

type Doubtful = Pick<Execution, 'id' | 'workspaceId' | 'nextStep' | 'retries' | 'seq'>;
/** A step of an execution that sleeps until somebody tells what became of it. */
type DoubtfulStep = Doubtful & { actionType: string };

const DOUBTFUL = `
  SELECT e.id, e.workspace_id AS "workspaceId", e.next_step AS "nextStep", e.retries, e.seq,
    s.action_type AS "actionType"
  FROM step s JOIN execution e ON e.id = s.execution_id AND e.next_step = s.index
  WHERE s.status = 'UNKNOWN' AND e.status = 'SLEEPING'`;

const DOUBTFUL_ONE = `${DOUBTFUL} AND e.workspace_id = $1 AND e.id = $2`;

// No worker holds a sleeping execution. The first writer that raises its seq wins.
const ONE = `SELECT ${standingColumns('e', true)} FROM execution e WHERE e.workspace_id = $1 AND e.id = $2 AND e.seq = $3 FOR UPDATE OF e`;

/** Settles steps whose outcome nobody knew, once the provider has told; the execution goes on, or ends. */
@Injectable()
export class LateOutcomes implements OnApplicationBootstrap {
  private readonly logger = new Logger(LateOutcomes.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly actions: ActionRegistry,
    private readonly mover: ExecutionMover,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'The sweep for unknown outcomes',
      everySeconds: this.config.env.SWEEP_SECONDS,
      isDue: `EXISTS (${DOUBTFUL})`,
      turn: () => this.sweep(),
    });
  }

  /** The world told of a step just now. Whatever fails here, the sweep does again. */
  @OnEvent(EFFECT_SETTLED, { suppressErrors: false })
  async settled({ workspaceId, executionId, stepId }: EffectSettled): Promise<void> {
    try {
      await this.settleAll(workspaceId, await this.database.query(DOUBTFUL_ONE, [workspaceId, executionId]));
    } catch (error) {
      this.logger.error({ msg: 'A step could not be settled; the sweep does it', workspaceId, stepId, err: error });
    }
  }

  /** Settles every sleeper of whose step its action knows by now, also when the telling was lost. */
  async sweep(): Promise<void> {
    const doubtful = await this.database.query<DoubtfulStep>(DOUBTFUL);
    for (const workspaceId of new Set(doubtful.map((each) => each.workspaceId)))
      await this.settleAll(
        workspaceId,
        doubtful.filter((each) => each.workspaceId === workspaceId),
      );
  }

  /** Settles one step. False when its execution has gone on since: the step is somebody else's then. */
  async settle({ id, workspaceId, seq }: Doubtful, outcome: LateOutcome): Promise<boolean> {
    const moved = await this.mover.move({ text: ONE, values: [workspaceId, id, seq] }, () => ({
      type: 'told late',
      outcome,
    }));
    return moved.length > 0;
  }

  private async settleAll(workspaceId: string, doubtful: DoubtfulStep[]): Promise<void> {
    for (const type of new Set(doubtful.map(({ actionType }) => actionType))) {
      const steps = doubtful.filter(({ actionType }) => actionType === type);
      const action = this.actions.find(type)?.instance as ExternalAction<unknown, Json> | undefined;
      const told = await action?.lateOutcomes?.(this.database.reader(workspaceId), steps.map(stepOf));
      for (const step of steps) {
        const outcome = told?.get(stepOf(step));
        if (outcome) await this.settle(step, outcome);
      }
    }
  }
}

const stepOf = (doubtful: Doubtful) => stepId(doubtful, doubtful.nextStep);
