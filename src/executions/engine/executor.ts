import { Injectable } from '@nestjs/common';
import type { ExternalAction, ExternalOutcome, InternalAction, InternalContext } from '../../actions/action.js';
import { SkippedActionError } from '../../actions/action.errors.js';
import { maskSecrets, withoutSecrets } from '../../actions/secret-params.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import type { Transaction } from '../../platform/work/transaction.js';
import type { FactLoader } from '../../platform/facts/fact-loader.js';
import type { Attempt, AttemptEnd, Move } from '../log/moves.js';
import { endOfFailure } from './retry-policy.js';
import type { ClaimedExecution } from './claimed-execution.js';
import { beforeWriting } from './before-writing.js';
import { decideCourse, stoppedBefore } from './control-flow.js';
import { scopeOf } from './scope.js';

/** An action that failed inside a transaction: what it did must be undone before the failure is recorded. */
export class StepFailure extends Error {
  constructor(
    readonly execution: ClaimedExecution,
    override readonly cause: unknown,
  ) {
    super('A step failed');
  }
}

/** Does an execution's next move inside an open transaction, as the transitions say; the journal records what it returns. */
@Injectable()
export class Executor {
  /** Does what comes next in it. Throws a StepFailure when an action threw: then nothing of the transaction may stay. */
  async move(claimed: ClaimedExecution, transaction: Transaction, facts: FactLoader): Promise<Move> {
    if (claimed.unusable) return claimed.next({ type: 'unusable', message: claimed.unusable.message })!;
    if (claimed.ended) return this.outcome(claimed, claimed.ended, transaction);
    claimed.instead = null;
    const move = (await stoppedBefore(claimed, transaction, facts)) ?? claimed.next({ type: 'reached' });
    const diedCalling = claimed.step?.status === 'RUNNING';
    if (move) return diedCalling ? this.abandon(claimed, transaction) : move;
    if (diedCalling && claimed.action.action.description.delivery === 'at_most_once')
      return this.outcome(claimed, { status: 'unknown', error: DIED_CALLING }, transaction);
    return claimed.entry.control ? this.decide(claimed, transaction, facts) : this.act(claimed, transaction, facts);
  }

  /** Performs the current external action, between its intent and its outcome. Never throws. */
  async perform(claimed: ClaimedExecution): Promise<AttemptEnd> {
    const { description, instance } = claimed.action.action;
    const attempts = claimed.step!.attempts;
    claimed.calledAt = performance.now();
    try {
      const context = {
        workspaceId: claimed.execution.workspaceId,
        subject: claimed.subject,
        idempotencyKey: claimed.stepId,
        signal: claimed.lost.signal,
        prepared: claimed.prepared,
      };
      const output = await (instance as ExternalAction<unknown, Json, unknown>).perform(claimed.params, context);
      return withoutSecrets(description, claimed.params, { status: 'succeeded', output: output ?? null });
    } catch (error) {
      return withoutSecrets(description, claimed.params, endOfFailure(error, description, attempts));
    }
  }

  /** The move of a step whose action threw; its own transaction was undone. */
  failure(claimed: ClaimedExecution, cause: unknown): Move {
    const attempt = nextAttempt(claimed, 0, 0);
    if (cause instanceof SkippedActionError) {
      const { code, message } = cause;
      return claimed.next({ type: 'passed over', reason: { code, message }, attempt })!;
    }
    const end = endOfFailure(cause, claimed.entry.action?.description ?? {}, attempt.attempts);
    return claimed.next({ type: 'attempt ended', end, attempt, inside: true })!;
  }

  // Its worker died during the call: whatever ends the execution, nobody knows what became of that.
  private async abandon(claimed: ClaimedExecution, transaction: Transaction): Promise<Move> {
    await this.settle(claimed, { status: 'unknown', error: DIED_CALLING }, transaction);
    return claimed.next({ type: 'call abandoned', error: DIED_CALLING })!;
  }

  private async settle(
    claimed: ClaimedExecution,
    outcome: ExternalOutcome<Json>,
    transaction: Transaction,
  ): Promise<void> {
    const action = claimed.action.action.instance as ExternalAction<unknown, Json, unknown>;
    await action.settle?.(outcome, this.stepContext(claimed, transaction));
  }

  private stepContext(claimed: ClaimedExecution, transaction: Transaction) {
    return { work: transaction.work(claimed.origin), subject: claimed.subject, stepId: claimed.stepId };
  }

  private async decide(claimed: ClaimedExecution, transaction: Transaction, facts: FactLoader): Promise<Move> {
    try {
      return await decideCourse(claimed, transaction, facts);
    } catch (error) {
      throw new StepFailure(claimed, error);
    }
  }

  private async act(claimed: ClaimedExecution, transaction: Transaction, facts: FactLoader): Promise<Move> {
    const beganMs = claimed.elapsedMs;
    try {
      const kept = await beforeWriting(claimed, { transaction, facts });
      if (kept) return kept;
      const input = await render(claimed, facts);
      claimed.input = input;
      const { description, instance } = claimed.action.action;
      const params: unknown = description.params.parse(input);
      const context = { work: transaction.work(claimed.origin), subject: claimed.subject };
      if (description.effect === 'external') {
        await this.prepare(claimed, params, context);
        return claimed.next({ type: 'call intended', attempt: nextAttempt(claimed, beganMs, null) })!;
      }
      const output = (await (instance as InternalAction<unknown, Json>).perform(params, context)) ?? null;
      const attempt = nextAttempt(claimed, beganMs, claimed.elapsedMs);
      return claimed.next({ type: 'attempt ended', end: { status: 'succeeded', output }, attempt, inside: true })!;
    } catch (error) {
      throw new StepFailure(claimed, error);
    }
  }

  private async prepare(claimed: ClaimedExecution, params: unknown, context: InternalContext): Promise<void> {
    const action = claimed.action.action.instance as ExternalAction<unknown, Json, unknown>;
    claimed.params = params;
    claimed.prepared = await action.prepare?.(params, { ...context, stepId: claimed.stepId });
  }

  private async outcome(claimed: ClaimedExecution, end: AttemptEnd, transaction: Transaction): Promise<Move> {
    // A failure is kept at once: whatever happens meanwhile, nothing waits for an attempt that may never come.
    await this.settle(
      claimed,
      end.status === 'retry' ? { status: 'failed', error: end.error, isRetried: true } : end,
      transaction,
    );
    const attempt = { attempts: claimed.step!.attempts, input: inputToKeep(claimed), beganMs: null, elapsedMs: 0 };
    return claimed.next({ type: 'attempt ended', end, attempt, inside: false })!;
  }
}

const DIED_CALLING = {
  code: 'UNKNOWN_OUTCOME',
  message: 'The worker stopped during the call: nobody knows whether it took effect',
};

const nextAttempt = (claimed: ClaimedExecution, beganMs: number, elapsedMs: number | null): Attempt => ({
  attempts: (claimed.step?.attempts ?? 0) + 1,
  input: inputToKeep(claimed),
  beganMs,
  elapsedMs,
});

async function render(claimed: ClaimedExecution, facts: FactLoader): Promise<JsonObject> {
  const { params } = claimed.entry;
  return params.render(params.isConstant ? {} : await scopeOf(claimed, facts)) as JsonObject;
}

// Secrets stay out of the log; a later attempt renders its params anew.
function inputToKeep({ input, step, entry: { action } }: ClaimedExecution): Json {
  if (!input) return step?.input ?? null;
  return action ? maskSecrets(action.description, input) : input;
}
