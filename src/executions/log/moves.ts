import type { ExternalOutcome, LateOutcome } from '../../actions/action.js';
import { parseDuration } from '../../kernel/duration.js';
import type { Json } from '../../kernel/json.js';
import type { Placed } from '../definition/flow.js';
import type { Execution, ExecutionError, Step } from './execution.js';

/** The part of a definition's entry that determines what follows. */
export interface PlannedStep {
  key: string;
  type: string;
  delayMs: number;
  /** The position of what follows it; past the last one, the end. */
  next: number;
}

/** A step of a definition as the transitions see it. */
export const plannedOf = ({ spec: { key, type, delay }, next }: Placed): PlannedStep => ({
  key,
  type,
  delayMs: delay ? parseDuration(delay)! : 0,
  next,
});

/** What an execution listens to: events of a type about a contact or an order; nothing if both are null. */
export type Listening = Pick<Execution, 'awaitsEvent' | 'awaitsId'>;

/** Listens to nothing. */
export const NOTHING: Listening = { awaitsEvent: null, awaitsId: null };

/** The input of a transition: the execution, its position in the definition, and the record of its current step. */
export interface Standing {
  execution: Pick<
    Execution,
    'status' | 'nextStep' | 'crashes' | 'retries' | 'cancelRequested' | 'cancelReason' | keyof Listening
  >;
  /** Whether its automation is disabled. */
  isDisabled: boolean;
  /** The definition's steps by position; only those near the current one are read. */
  actions: readonly PlannedStep[];
  step: Step | undefined;
}

/**
 * A step to record. It began `beganMs` and completed `elapsedMs` after the start of the transaction, in whole milliseconds; null if
 * it began earlier or has not begun, and if it is not complete.
 */
export type StepEntry = Omit<Step, 'startedAt' | 'completedAt'> & { beganMs: number | null; elapsedMs: number | null };

/** What is known of the attempt. */
export type Attempt = Pick<StepEntry, 'attempts' | 'input' | 'beganMs' | 'elapsedMs'>;

/** How an attempt ended. */
export type AttemptEnd = ExternalOutcome<Json> | { status: 'retry'; error: ExecutionError; inMs: number };

/** What a control step decided: that the execution goes on, listens to events from now on, or sleeps until it is woken. */
export type Course =
  | { status: 'succeeded'; output: Json; to?: number | 'end' }
  | { status: 'listening'; awaits: Listening; input: Json }
  | { status: 'sleeping'; inMs: number; input: Json; output: Json };

/** What can happen to an execution. */
export type Happening =
  /** It reached its next step, with nothing in progress. */
  | { type: 'reached' }
  /** No process can run its definition. */
  | { type: 'unusable'; message: string }
  /** The intent of an external call is recorded; the call follows. */
  | { type: 'call intended'; attempt: Attempt }
  /** An attempt ended. An internal effect is in the same transaction; an external one has happened whatever is recorded. */
  | { type: 'attempt ended'; end: AttemptEnd; attempt: Attempt; inside: boolean }
  /** A control step decided. */
  | { type: 'decided'; course: Course; attempt: Attempt }
  /** An event that it waited for happened. */
  | { type: 'met'; output: Json }
  /** Its worker died during a call that must not be repeated, and the execution must end anyway. */
  | { type: 'call abandoned'; error: ExecutionError }
  | { type: 'woken' }
  /** Its lease expired. `jitter` is 0 to 1. */
  | { type: 'worker lost'; jitter: number }
  /** Its worker is stopping; if `isUncalled`, it did not make the call whose intent it recorded. */
  | { type: 'handed back'; isUncalled: boolean }
  | { type: 'cancel asked' }
  /** Something outside it ends it. */
  | { type: 'stop asked'; reason: ExecutionError }
  /** Before it began, a later event took the place of its own. */
  | { type: 'put off'; inMs: number }
  /** Its next step must not write to the contact: for good, now, or only this step. */
  | { type: 'silenced'; reason: ExecutionError }
  | { type: 'held'; inMs: number; input: Json }
  | { type: 'passed over'; reason: ExecutionError; attempt: Attempt }
  | { type: 'automation disabled' }
  | { type: 'retry asked' }
  | { type: 'told late'; outcome: LateOutcome };

/** The execution's next state and step records, written atomically. */
export interface Move extends Listening {
  status: Execution['status'];
  nextStep: number;
  crashes: number;
  retries: number;
  cancelRequested: boolean;
  cancelReason: ExecutionError | null;
  /** Milliseconds until it wakes; null unless SLEEPING. */
  wakeInMs: number | null;
  error: ExecutionError | null;
  /** Whether the move is valid only while the automation is enabled and no cancellation was requested. */
  guarded: boolean;
  steps: StepEntry[];
}

const PASSED = new Set<Step['status'] | undefined>(['SUCCEEDED', 'SKIPPED']);

/** Whether the next step may run in the same transaction: an internal step succeeded or was skipped, and the next one does not wait. */
export const leadsOn = ({ status, guarded, steps }: Move): boolean =>
  status === 'RUNNING' && guarded && PASSED.has(steps.at(-1)?.status);

/** Combines successive moves of one transaction into one. */
export const fused = (moves: readonly Move[]): Move => ({
  ...moves.at(-1)!,
  guarded: moves.some(({ guarded }) => guarded),
  steps: moves.flatMap(({ steps }) => steps),
});
