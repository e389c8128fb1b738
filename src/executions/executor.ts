import { Injectable } from '@nestjs/common';
import type { ExternalAction, ExternalOutcome, InternalAction, InternalContext } from '../actions/action.js';
import { maskSecrets, withoutSecrets } from '../actions/secret-params.js';
import type { Json, JsonObject } from '../kernel/json.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { FactLoader } from '../platform/facts/fact-loader.js';
import type { ExecutionError, Step } from './execution.js';
import { scopeNow, scopeThen } from './fact-scope.js';
import { endOfFailure } from './retry-policy.js';
import type { AttemptEnd, Run } from './run.js';
import type { JournalEntry, StepEntry } from './step-journal.js';

/** How long a step may stay UNKNOWN before its execution fails: the provider's callback may settle it till then. */
export const UNKNOWN_SETTLES_WITHIN_MS = 10 * 60_000;

/** An action that failed inside a transaction: what it did must be undone before the failure is recorded. */
export class StepFailure extends Error {
  constructor(
    readonly run: Run,
    override readonly cause: unknown,
  ) {
    super('A step failed');
  }
}

/** Decides and does a run's next move inside an open transaction; the journal records what it returns. */
@Injectable()
export class Executor {
  /** Does what comes next in the run. Throws a StepFailure when an action threw: then nothing of the transaction may stay. */
  async move(run: Run, transaction: Transaction, facts: FactLoader): Promise<JournalEntry> {
    if (run.unusable) return ended(run, 'FAILED', { code: 'UNUSABLE_DEFINITION', message: run.unusable.message });
    if (run.ended) return this.outcome(run, run.ended, transaction);
    if (run.execution.cancelRequested) return this.stop(run, CANCELLED, transaction);
    if (run.step) return this.resume(run, run.step, { transaction, facts });
    if (run.action.delayMs > 0) return sleeping(run, run.action.delayMs, [stepOf(run, { status: 'WAITING' })]);
    return this.act(run, transaction, facts);
  }

  /** Performs the current external action, between its intent and its outcome. Never throws. */
  async perform(run: Run): Promise<AttemptEnd> {
    const { description, instance } = run.action.action;
    const attempts = run.step!.attempts;
    run.beganAt = performance.now();
    try {
      const context = { workspaceId: run.execution.workspaceId, subject: subjectOf(run), idempotencyKey: run.stepId, signal: run.lost.signal, prepared: run.prepared };
      const output = await (instance as ExternalAction<unknown, Json, unknown>).perform(run.params, context);
      return withoutSecrets(description, run.params, { status: 'succeeded', output: output ?? null });
    } catch (error) {
      return withoutSecrets(description, run.params, endOfFailure(error, description, attempts));
    }
  }

  /** The entry of a step whose action threw; its own transaction was undone. Guarded, for a disabled automation ends as such. */
  failure(run: Run, cause: unknown): JournalEntry {
    const attempts = (run.step?.attempts ?? 0) + 1;
    const end = endOfFailure(cause, run.action.action.description, attempts) as Exclude<AttemptEnd, { status: 'succeeded' }>;
    return { ...notSucceeded(run, end, { attempts, begun: true, elapsedMs: 0 }), guarded: true };
  }

  /** The entry that ends a run before its next action. */
  async stop(run: Run, error: ExecutionError, transaction: Transaction): Promise<JournalEntry> {
    const entry = ended(run, 'CANCELLED', error);
    if (run.step?.status !== 'RUNNING') return entry;
    // Its worker died during the call: whatever ends the execution, nobody knows what became of that.
    await this.settle(run, { status: 'unknown', error: DIED_CALLING }, transaction);
    return { ...entry, steps: [stepOf(run, { status: 'UNKNOWN', error: { ...DIED_CALLING, retryable: false } })] };
  }

  private async settle(run: Run, outcome: ExternalOutcome<Json>, transaction: Transaction): Promise<void> {
    const action = run.action.action.instance as ExternalAction<unknown, Json, unknown>;
    await action.settle?.(outcome, this.stepContext(run, transaction));
  }

  private stepContext(run: Run, transaction: Transaction) {
    return { work: transaction.work(run.origin), subject: subjectOf(run), stepId: run.stepId };
  }

  // A step that was begun before: it waited, or its worker died, or nobody said whether it was sent.
  private async resume(run: Run, step: Step, { transaction, facts }: { transaction: Transaction; facts: FactLoader }): Promise<JournalEntry> {
    if (step.status === 'UNKNOWN') return ended(run, 'FAILED', step.error ?? DIED_CALLING);
    const inDoubt = step.status === 'RUNNING' && run.action.action.description.delivery === 'at_most_once';
    return inDoubt ? this.outcome(run, { status: 'unknown', error: DIED_CALLING }, transaction) : this.act(run, transaction, facts);
  }

  private async act(run: Run, transaction: Transaction, facts: FactLoader): Promise<JournalEntry> {
    const began = performance.now();
    run.beganAt = began;
    try {
      const input = await render(run, facts);
      run.input = input;
      const { description, instance } = run.action.action;
      const params: unknown = description.params.parse(input);
      const attempts = (run.step?.attempts ?? 0) + 1;
      const context = { work: transaction.work(run.origin), subject: subjectOf(run) };
      if (description.effect === 'external') return await this.intend(run, { params, attempts, context });
      const output = (await (instance as InternalAction<unknown, Json>).perform(params, context)) ?? null;
      return succeeded(run, { output, attempts, begun: true, elapsedMs: Math.round(performance.now() - began) }, true);
    } catch (error) {
      throw new StepFailure(run, error);
    }
  }

  private async intend(run: Run, intent: { params: unknown; attempts: number; context: InternalContext }): Promise<JournalEntry> {
    const { params, attempts, context } = intent;
    const action = run.action.action.instance as ExternalAction<unknown, Json, unknown>;
    run.params = params;
    run.prepared = await action.prepare?.(params, { ...context, stepId: run.stepId });
    return { ...stay(run), guarded: true, steps: [stepOf(run, { status: 'RUNNING', attempts, begun: true })] };
  }

  private async outcome(run: Run, end: AttemptEnd, transaction: Transaction): Promise<JournalEntry> {
    // A failure is kept at once: whatever happens meanwhile, nothing waits for an attempt that may never come.
    await this.settle(run, end.status === 'retry' ? { status: 'failed', error: end.error } : end, transaction);
    if (end.status === 'succeeded') return succeeded(run, { output: end.output, elapsedMs: 0 }, false);
    return notSucceeded(run, end, { elapsedMs: 0 });
  }
}

/** Ends an execution where it stands. */
const ended = (run: Run, status: 'CANCELLED' | 'FAILED', { code, message }: ExecutionError): JournalEntry => ({ ...stay(run), status, error: { code, message } });

/** Why an execution was ended before its next action. */
export const CANCELLED: ExecutionError = { code: 'CANCELLED', message: 'Cancelled before its next action' };
export const DISABLED: ExecutionError = { code: 'AUTOMATION_DISABLED', message: 'The automation was disabled or deleted before the next action' };
const DIED_CALLING = { code: 'UNKNOWN_OUTCOME', message: 'The worker stopped during the call: nobody knows whether it took effect' };

async function render(run: Run, facts: FactLoader): Promise<JsonObject> {
  const { params, pathsNow } = run.action;
  if (params.isConstant) return params.render({}) as JsonObject;
  const source = { trigger: run.plan.trigger, config: run.plan.config, event: run.event };
  const scope = await scopeNow(source, pathsNow, facts);
  const steps = Object.fromEntries([...run.steps.values()].map(({ key, output }) => [key, { output }]));
  return params.render({ ...scope, steps, trigger: scopeThen(source, run.execution.remembered) }) as JsonObject;
}

function subjectOf({ event }: Run): InternalContext['subject'] {
  const { orderId, contactId } = event;
  return { orderId, contactId, entityType: orderId ? 'order' : contactId ? 'contact' : null };
}

// Secrets stay out of the log; a later attempt renders its params anew.
function inputToKeep({ input, step, action }: Run): Json {
  if (!input) return step?.input ?? null;
  return maskSecrets(action.action.description, input);
}

const stay = ({ execution }: Run): JournalEntry => ({
  executionId: execution.id,
  workspaceId: execution.workspaceId,
  fence: execution.fence,
  seq: execution.seq,
  guarded: false,
  status: 'RUNNING',
  nextStep: execution.nextStep,
  wakeInMs: null,
  error: null,
  steps: [],
});

const stepOf = (run: Run, changes: Partial<StepEntry>): StepEntry => ({
  index: run.execution.nextStep,
  key: run.action.key,
  actionType: run.action.type,
  status: 'WAITING',
  attempts: run.step?.attempts ?? 0,
  input: inputToKeep(run),
  output: null,
  error: null,
  begun: false,
  elapsedMs: null,
  ...changes,
});

const sleeping = (run: Run, wakeInMs: number, steps: StepEntry[]): JournalEntry => ({ ...stay(run), status: 'SLEEPING', wakeInMs: Math.ceil(wakeInMs), steps });

/** Records the success and, in the same entry, what follows: the end, the next delay, or the next action. */
function succeeded(run: Run, changes: Partial<StepEntry>, guarded: boolean): JournalEntry {
  const nextStep = run.execution.nextStep + 1;
  const next = run.plan.actions[nextStep];
  const entry: JournalEntry = { ...stay(run), guarded, nextStep, steps: [stepOf(run, { ...changes, status: 'SUCCEEDED' })] };
  if (!next) return { ...entry, status: 'SUCCEEDED' };
  if (next.delayMs === 0) return entry;
  const delayed = { ...stepOf(run, {}), index: nextStep, key: next.key, actionType: next.type, attempts: 0, input: null };
  return { ...entry, status: 'SLEEPING', wakeInMs: next.delayMs, steps: [...entry.steps, delayed] };
}

function notSucceeded(run: Run, end: Exclude<AttemptEnd, { status: 'succeeded' }>, changes: Partial<StepEntry>): JournalEntry {
  const error = { ...end.error, retryable: end.status === 'retry' };
  if (end.status === 'retry') return sleeping(run, end.inMs, [stepOf(run, { ...changes, status: 'WAITING', error, elapsedMs: null })]);
  if (end.status === 'failed') return { ...ended(run, 'FAILED', end.error), steps: [stepOf(run, { ...changes, status: 'FAILED', error })] };
  return sleeping(run, UNKNOWN_SETTLES_WITHIN_MS, [stepOf(run, { ...changes, status: 'UNKNOWN', error, elapsedMs: null })]);
}
