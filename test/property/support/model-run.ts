import { allOf, insideOf, keyOf, type StepSpec } from './steps.js';
import type { AutomationSpec } from './story.js';

/** The expected log of a step; `said` is a branch's arm, the event that ended a wait, or whether it waited for a moment. */
export interface StepView {
  status: string;
  attempts: number;
  because: string | null;
  said: string | null;
}

/** The expected log of an execution. */
export interface ExecutionView {
  automation: number;
  event: number;
  status: string;
  error: string | null;
  steps: StepView[];
  /** How often each action called the receiver, for each series of attempts that a person started. */
  calls: number[][];
}

/** The expected state of an order: its events with their decisions, its executions, and their tasks and messages. */
export interface OrderView {
  stage: string;
  events: { type: string; depth: number; decisions: string[] }[];
  executions: ExecutionView[];
  done: string[];
}

export interface Order {
  nth: number;
  value: string;
  name: string;
  contact: number;
  stage: string;
  createdAt: number;
  events: Happened[];
  done: string[];
}

/** Something that happened to an order, and the order's stage at that time. */
export interface Happened {
  order: Order;
  /** `seq` counts all events, `nth` those of its order. */
  seq: number;
  nth: number;
  type: string;
  stage: string;
  hour: number;
  depth: number;
  /** The execution that caused it. */
  by: Run | null;
  decisions: string[];
}

const pending = (): StepView => ({ status: 'PENDING', attempts: 0, because: null, said: null });

/** An execution: its past steps, and those ahead. */
export class Run {
  status = 'QUEUED';
  error: string | null = null;
  steps: StepView[];
  calls: number[][];
  ahead: StepSpec[];
  wakeAt: number | null = null;
  /** Why it ends before its next step. */
  ending: string | null = null;
  /** Whether a worker has ever claimed it. */
  hasBegun = false;
  /** Events after this one count for a wait: those since the previous step began. */
  since: number;
  /** The events and the hour that the current wait is for, once it has begun. */
  wait: { since: number; until: number } | null = null;
  /** The outcomes of its steps, for conditions. */
  readonly outputs: Record<string, string> = {};

  constructor(
    readonly automation: number,
    spec: AutomationSpec,
    public cause: Happened,
  ) {
    const all = allOf(spec.steps);
    this.steps = all.map(pending);
    this.calls = all.map(() => [0]);
    this.ahead = spec.steps;
    this.since = cause.seq;
  }

  /** The record of the next step. */
  get step(): StepView {
    return this.steps[this.ahead[0]!.n]!;
  }

  get isUnfinished(): boolean {
    return ['QUEUED', 'RUNNING', 'SLEEPING'].includes(this.status);
  }

  /** Skips over the next step, and does these steps first. */
  pass(said: string | null, output: Record<string, unknown> = {}, first: StepSpec[] = []): void {
    const [done, ...rest] = this.ahead as [StepSpec, ...StepSpec[]];
    Object.assign(this.step, { status: 'SUCCEEDED', said });
    for (const [name, value] of Object.entries(output))
      this.outputs[`steps.${keyOf(done)}.output.${name}`] = String(value);
    this.ahead = [...first, ...rest];
    this.wait = null;
    this.wakeAt = null;
    if (this.ahead.length === 0) this.end('SUCCEEDED', null);
  }

  /** Takes one arm; the steps in the others are skipped. */
  take(arm: string, steps: StepSpec[]): void {
    const taken = allOf(steps);
    for (const { n } of allOf(insideOf(this.ahead[0]!)).filter((each) => !taken.includes(each)))
      Object.assign(this.steps[n]!, { status: 'SKIPPED', because: 'BRANCH_NOT_TAKEN' });
    this.pass(arm, { arm }, steps);
  }

  fail(error: string): void {
    this.step.status = 'FAILED';
    this.end('FAILED', error);
  }

  sleepUntil(hour: number): void {
    this.step.status = 'WAITING';
    Object.assign(this, { status: 'SLEEPING', wakeAt: hour });
  }

  /** Ends it if it is unfinished, immediately or before its next step. */
  endFor(reason: string): void {
    if (!this.isUnfinished) return;
    if (this.status !== 'RUNNING') this.end('CANCELLED', this.ending ?? reason);
    else this.ending ??= reason;
  }

  end(status: string, error: string | null): void {
    Object.assign(this, { status, error, wait: null, wakeAt: null });
    const because = status === 'CANCELLED' ? (OF_CANCELLED[error!] ?? 'CANCELLED') : OF_ENDED[status]!;
    for (const step of this.steps)
      if (step.status === 'PENDING' || step.status === 'WAITING') Object.assign(step, { status: 'SKIPPED', because });
  }

  /** Continues at the failed step. */
  resume(): void {
    for (const calls of this.calls) calls.push(0);
    for (const { n } of allOf(this.ahead)) this.steps[n] = pending();
    this.step.status = 'WAITING';
    Object.assign(this, { status: 'QUEUED', error: null, ending: null });
  }

  get view(): ExecutionView {
    const { automation, cause, status, error, steps } = this;
    const calls = this.calls.map((each) => each.filter((count) => count > 0));
    return { automation, event: cause.nth, status, error, steps, calls };
  }
}

const OF_ENDED: Record<string, string> = { SUCCEEDED: 'STOPPED', FAILED: 'FAILED_EARLIER' };
const OF_CANCELLED: Record<string, string> = { AUTOMATION_DISABLED: 'DISABLED', STOPPED: 'STOPPED' };
