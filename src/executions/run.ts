import { v5 as uuidv5 } from 'uuid';
import type { ExternalOutcome } from '../actions/action.js';
import type { Json, JsonObject } from '../kernel/json.js';
import type { Origin } from '../platform/events/origin.js';
import type { StoredEvent } from '../platform/events/stored-event.js';
import type { ExecutionChange } from './execution-feed.js';
import { hasEnded, type Execution, type Step } from './execution.js';
import type { JournalEntry, Recorded } from './step-journal.js';
import type { Plan, PlannedAction } from './plan.js';

/** How an attempt of the current external action ended, not yet recorded. */
export type AttemptEnd = ExternalOutcome<Json> | { status: 'retry'; error: { code: string; message: string }; inMs: number };

/** An execution that this worker holds: what is recorded of it, and what is under way. */
export class Run {
  /** Set between an external action's call and the record of its outcome. */
  ended: AttemptEnd | null = null;
  /** How often in a row the database could not be reached to record what comes next. */
  lostConnections = 0;
  /** When the attempt under way began, by this process's own clock in milliseconds. */
  beganAt: number | null = null;
  /** The params of the attempt under way, as they were rendered. */
  input: JsonObject | null = null;
  /** The same as the action takes them, until an external one has been performed. */
  params: unknown = undefined;
  /** What the external action's `prepare` returned. */
  prepared: unknown = undefined;
  /** Aborts the action under way when the execution is lost to another worker. */
  readonly lost = new AbortController();

  constructor(
    public execution: Execution,
    readonly event: StoredEvent,
    private readonly compiled: Plan | Error,
    readonly steps: Map<number, Step>,
  ) {}

  /** Why this process cannot run it, if so. */
  get unusable(): Error | undefined {
    return this.compiled instanceof Error ? this.compiled : undefined;
  }

  /** The definition it runs. */
  get plan(): Plan {
    if (this.compiled instanceof Error) throw this.compiled;
    return this.compiled;
  }

  get id(): string {
    return this.execution.id;
  }

  /** The action to be done next. */
  get action(): PlannedAction {
    return this.plan.actions[this.execution.nextStep]!;
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

  /** Takes over what was just recorded. */
  apply(entry: JournalEntry, { at, endedAt, cancelled }: Recorded): void {
    this.ended = null;
    this.input = null;
    this.lostConnections = 0;
    const cancelRequested = cancelled.has(this.id);
    // One that would sleep and is to be cancelled runs on, to be ended at once.
    const status = cancelRequested && entry.status === 'SLEEPING' ? 'RUNNING' : entry.status;
    this.execution = {
      ...this.execution,
      status,
      cancelRequested,
      nextStep: entry.nextStep,
      error: entry.error,
      seq: entry.seq + 1,
      wakeAt: status === 'SLEEPING' ? after(at, entry.wakeInMs) : null,
      completedAt: hasEnded(status) ? endedAt : null,
    };
    for (const { begun, elapsedMs, ...step } of entry.steps) {
      const startedAt = this.steps.get(step.index)?.startedAt ?? (begun ? at : null);
      this.steps.set(step.index, { ...step, startedAt, completedAt: after(at, elapsedMs) });
    }
  }

  /** What a subscriber is told. */
  change(): ExecutionChange {
    return { execution: this.execution, steps: [...this.steps.values()] };
  }
}

/** The id of an execution's step: its idempotency key towards the world. */
export const stepId = ({ id, retries }: Pick<Execution, 'id' | 'retries'>, index: number) => uuidv5(`${index}/${retries}`, id);

const after = (at: Date, ms: number | null) => (ms === null ? null : new Date(at.getTime() + ms));
