import { v5 as uuidv5 } from 'uuid';
import type { ActionSubject } from '../../actions/action.js';
import type { JsonObject } from '../../kernel/json.js';
import type { Origin } from '../../platform/events/origin.js';
import type { SpanOf } from '../../platform/tracing/tracing.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { Transaction } from '../../platform/work/transaction.js';
import type { ExecutionChange } from '../log/execution-change.js';
import { hasEnded, type Execution, type ExecutionError, type Step } from '../log/execution.js';
import { fused, leadsOn, type AttemptEnd, type Happening, type Move, type StepEntry } from '../log/moves.js';
import { transition } from '../log/transitions.js';
import type { JournalEntry, Recorded } from '../log/step-journal.js';
import type { CompiledAction, CompiledDefinition, CompiledEntry } from '../compiled/definition-cache.js';

/** An execution that this worker holds: what is recorded of it, and what is under way. */
export class ClaimedExecution {
  /** Set between an external action's call and the record of its outcome. */
  ended: AttemptEnd | null = null;
  /** Whether its automation was found disabled: then it ends before its next step. */
  isDisabled = false;
  /** How often in a row the database could not be reached to record what comes next. */
  lostConnections = 0;
  /** When the last call to the world began, by this process's own clock in milliseconds. */
  calledAt: number | null = null;
  /** Set when steps done in one transaction failed together: then each gets its own, so that those before the failure stay. */
  isStepwise = false;
  /** What is done instead of the step, such as a template in place of a text. */
  instead: CompiledAction | null = null;
  /** The params of the attempt under way, as they were rendered. */
  input: JsonObject | null = null;
  /** The same as the action takes them, until an external one has been performed. */
  params: unknown = undefined;
  /** The event that met its wait after it woke, under the lock of the open transaction. */
  metEventId: string | null = null;
  /** What the external action's `prepare` returned. */
  prepared: unknown = undefined;
  /** Aborts the action under way when the execution is lost to another worker. */
  readonly lost = new AbortController();
  /** When the open transaction began, by the same clock. */
  private beganAt = 0;
  private transaction: Pick<Transaction, 'begunBy'> | null = null;
  /** The moves of the open transaction. */
  private run: Move[] = [];
  /** What is recorded, while a transaction is open. */
  private recorded: { execution: Execution; steps: Map<number, Step> } | null = null;

  constructor(
    public execution: Execution,
    readonly event: StoredEvent,
    private readonly compiled: CompiledDefinition | Error,
    public steps: Map<number, Step>,
  ) {}

  get status(): Execution['status'] {
    return this.execution.status;
  }

  /** Why this process cannot run it, if so. */
  get unusable(): Error | undefined {
    return this.compiled instanceof Error ? this.compiled : undefined;
  }

  /** The definition it runs. */
  get definition(): CompiledDefinition {
    if (this.compiled instanceof Error) throw this.compiled;
    return this.compiled;
  }

  get id(): string {
    return this.execution.id;
  }

  /** The step to be done next. */
  get entry(): CompiledEntry {
    return this.instead ?? this.definition.actions[this.execution.nextStep]!;
  }

  /** The same, where it is an action. */
  get action(): CompiledAction {
    return this.entry as CompiledAction;
  }

  /** The record of the current step, when there is one. */
  get step(): Step | undefined {
    return this.steps.get(this.execution.nextStep);
  }

  /** The current step's id, the same at every attempt; a manual retry makes a new one, because it resends knowingly. */
  get stepId(): string {
    return stepId(this.execution, this.execution.nextStep);
  }

  /** Whether the world was certainly not called for the current step: then its intent, if one was recorded unheard, means nothing. */
  get isUncalled(): boolean {
    return this.ended === null && this.step?.status !== 'RUNNING';
  }

  /** Who causes what this execution's actions change. */
  get origin(): Origin {
    return {
      workspaceId: this.execution.workspaceId,
      actor: { type: 'execution', id: this.id },
      cascadeDepth: this.execution.cascadeDepth + 1,
      executionId: this.id,
      rootEventId: this.event.rootEventId,
    };
  }

  /** What its actions act on. */
  get subject(): ActionSubject {
    const { orderId, contactId } = this.event;
    return { orderId, contactId, entityType: orderId ? 'order' : contactId ? 'contact' : null };
  }

  /** Takes note of why it may not act any more. */
  learn(standing: 'cancelled' | 'disabled', reason: ExecutionError | null): void {
    if (standing === 'disabled') this.isDisabled = true;
    else this.execution = { ...this.execution, cancelRequested: true, cancelReason: reason };
  }

  /** What follows when this happens to it; null when its step is to be attempted. */
  next(what: Happening): Move | null {
    const actions = this.unusable ? [] : this.definition.actions;
    return transition({ execution: this.execution, isDisabled: this.isDisabled, actions, step: this.step }, what);
  }

  /** Begins a transaction. */
  begin(): void {
    this.run = [];
    this.recorded = { execution: this.execution, steps: this.steps };
    this.beganAt = performance.now();
    this.transaction = null;
  }

  /** Acts in this open transaction from now on. */
  enter(transaction: Pick<Transaction, 'begunBy'>): void {
    this.transaction = transaction;
  }

  /**
   * How long the transaction has been open at least, in whole milliseconds. No step is recorded as later than it was: an answer to
   * what it sent would seem to have come before.
   */
  get elapsedMs(): number {
    const begunBy = this.transaction?.begunBy;
    return begunBy == null ? 0 : Math.floor(performance.now() - begunBy);
  }

  /** When the attempt that a record is about began, by this process's own clock; null when another process began it. */
  beginningOf({ beganMs }: StepEntry): number | null {
    return beganMs === null ? this.calledAt : this.beganAt + beganMs;
  }

  /** Goes where the move leads, before it is recorded. */
  advance(move: Move): void {
    this.run.push(move);
    if (!leadsOn(move)) return;
    this.input = null;
    this.execution = { ...this.execution, nextStep: move.nextStep, crashes: move.crashes };
    this.steps = new Map(this.steps);
    for (const { beganMs: _, elapsedMs: __, ...step } of move.steps)
      this.steps.set(step.index, {
        ...step,
        startedAt: this.steps.get(step.index)?.startedAt ?? null,
        completedAt: null,
      });
  }

  /** Goes back to what is recorded: nothing of the transaction stays. True when it was in the middle of several steps. */
  rewind(): boolean {
    const wasFused = !this.isStepwise && this.run.some(leadsOn);
    if (this.recorded) ({ execution: this.execution, steps: this.steps } = this.recorded);
    this.recorded = null;
    this.run = [];
    this.input = null;
    return wasFused;
  }

  /** What the transaction did, as the journal records it. */
  journalEntry(): JournalEntry {
    const { id: executionId, workspaceId, fence, seq } = this.execution;
    return { executionId, workspaceId, fence, seq, move: fused(this.run) };
  }

  /** Takes over what was just recorded. */
  apply({ seq, move }: JournalEntry, { at, endedAt, cancelled }: Recorded): void {
    if (this.recorded) ({ execution: this.execution, steps: this.steps } = this.recorded);
    this.recorded = null;
    this.ended = null;
    this.input = null;
    this.lostConnections = 0;
    const { steps, wakeInMs, guarded: _, ...state } = move;
    const cancelRequested = cancelled.has(this.id);
    const cancelReason = cancelled.get(this.id) ?? null;
    const completedAt = hasEnded(state.status) ? endedAt : null;
    this.execution = {
      ...this.execution,
      ...state,
      cancelRequested,
      cancelReason,
      seq: seq + 1,
      wakeAt: after(at, wakeInMs),
      completedAt,
    };
    for (const { beganMs, elapsedMs, ...step } of steps) {
      const startedAt = this.steps.get(step.index)?.startedAt ?? after(at, beganMs);
      this.steps.set(step.index, { ...step, startedAt, completedAt: after(at, elapsedMs) });
    }
  }

  /** The span of its next move, or of its call to the world, in the trace of the change that began it. */
  span(kind: 'step' | 'call'): SpanOf {
    const { id, workspaceId, eventId, nextStep } = this.execution;
    const attributes = {
      'crm.workspace_id': workspaceId,
      'crm.execution_id': id,
      'crm.event_id': eventId,
      'crm.step_index': nextStep,
    };
    // An execution that cannot go on may have no definition, no next action and no event. Its next move records the failure.
    const action = this.unusable ? undefined : this.definition.actions[nextStep];
    return { name: action ? `${kind} ${action.type}` : kind, attributes, parent: this.event?.traceparent };
  }

  /** What a subscriber is told. */
  change(): ExecutionChange {
    return { execution: this.execution, steps: [...this.steps.values()] };
  }
}

/** The id of an execution's step: its idempotency key towards the world. */
export const stepId = ({ id, retries }: Pick<Execution, 'id' | 'retries'>, index: number) =>
  uuidv5(`${index}/${retries}`, id);

const after = (at: Date, ms: number | null) => (ms === null ? null : new Date(at.getTime() + ms));
