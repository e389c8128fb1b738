import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { isConnectionLost } from '../../platform/database/connection-lost.js';
import { logFields } from '../log/execution-change.js';
import { isStaleWrite } from '../log/step-journal.js';
import { Claims } from './claims.js';
import type { ClaimedExecution } from './claimed-execution.js';
import { StepFailure } from './executor.js';
import { HeldExecutions } from './held-executions.js';

const RECONNECT_MS = 500;

/** What recovery asks of the lane in which a move failed. */
export interface Lane {
  /** Does the execution's next move again, from what is known of it. */
  moveAgain(execution: ClaimedExecution): Promise<void>;
  /** Records that the step failed. */
  recordFailure(execution: ClaimedExecution, cause: unknown): Promise<void>;
}

/** Decides what becomes of an execution whose move could not be committed. */
@Injectable()
export class Recovery {
  private readonly log = new Logger(Recovery.name);

  constructor(
    private readonly config: Config,
    private readonly claims: Claims,
    private readonly held: HeldExecutions,
  ) {}

  async recover(execution: ClaimedExecution, error: unknown, lane: Lane): Promise<void> {
    try {
      if (isStaleWrite(error)) return await this.learnWhy(execution, lane);
      if (!(error instanceof StepFailure)) throw error;
      if (isConnectionLost(error.cause)) return await this.tryAgain(execution, lane);
      await lane.recordFailure(execution, error.cause);
    } catch (deeper) {
      if (isStaleWrite(deeper))
        return error instanceof StepFailure ? this.recover(execution, deeper, lane) : this.held.lose(execution);
      if (isConnectionLost(deeper)) return this.tryAgain(execution, lane);
      const about = logFields(execution.change());
      this.log.error({ msg: 'A move could not be recorded; letting the execution go', ...about, err: deeper });
      await this.letGo(execution);
    }
  }

  private async learnWhy(execution: ClaimedExecution, lane: Lane): Promise<void> {
    const { is: standing, reason } = await this.claims.standing(execution.execution);
    if (standing === 'cancelled' || standing === 'disabled') {
      execution.learn(standing, reason);
      return lane.moveAgain(execution);
    }
    this.held.lose(execution);
    if (standing === 'moved') await this.claims.handBack([execution]);
  }

  // What is known of a call is known here alone: it is not given up for a connection while the lease may last.
  private async tryAgain(execution: ClaimedExecution, lane: Lane): Promise<void> {
    execution.lostConnections += 1;
    if (execution.lostConnections * RECONNECT_MS > this.config.env.LEASE_SECONDS * 1_000) return this.letGo(execution);
    await wait(RECONNECT_MS);
    await lane.moveAgain(execution);
  }

  private async letGo(execution: ClaimedExecution): Promise<void> {
    this.held.lose(execution);
    await this.claims.endLease(execution.execution).catch(() => undefined);
  }
}
