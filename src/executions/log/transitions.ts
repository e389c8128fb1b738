import type { ExternalOutcome, LateOutcome } from '../../actions/action.js';
import type { Json } from '../../kernel/json.js';
import { CANCELLED, DISABLED, type Execution, type ExecutionError, type Step } from './execution.js';

/** How long a step may stay UNKNOWN before its execution fails, in milliseconds: until then the provider's callback may settle it. */
export const UNKNOWN_SETTLES_WITHIN_MS = 10 * 60_000;

/** An execution that lost its worker this often at one step is not retried. */
export const MOST_CRASHES = 5;

/** An execution that lost its worker this often at one step is a suspect: suspects run one at a time so that they cannot crash each other's worker. */
export const SUSPECT = 2;

/** The part of a definition's entry that determines what follows. */
export interface PlannedStep {
  key: string;
  type: string;
  delayMs: number;
}

/** The input of a transition: the execution, its position in the definition, and the record of its current step. */
export interface Standing {
  execution: Pick<Execution, 'status' | 'nextStep' | 'crashes' | 'retries' | 'cancelRequested'>;
  /** Whether its automation is disabled. */
  isDisabled: boolean;
  /** The definition's steps; only those near the current position are read. */
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
  /** Its worker died during a call that must not be repeated, and the execution must end anyway. */
  | { type: 'call abandoned'; error: ExecutionError }
  | { type: 'woken' }
  /** Its lease expired. `jitter` is 0 to 1. */
  | { type: 'worker lost'; jitter: number }
  /** Its worker is stopping; if `isUncalled`, it did not make the call whose intent it recorded. */
  | { type: 'handed back'; isUncalled: boolean }
  | { type: 'cancel asked' }
  | { type: 'automation disabled' }
  | { type: 'retry asked' }
  | { type: 'told late'; outcome: LateOutcome };

/** The execution's next state and step records, written atomically. */
export interface Move {
  status: Execution['status'];
  nextStep: number;
  crashes: number;
  retries: number;
  cancelRequested: boolean;
  /** Milliseconds until it wakes; null unless SLEEPING. */
  wakeInMs: number | null;
  error: ExecutionError | null;
  /** Whether the move is valid only while the automation is enabled and no cancellation was requested. */
  guarded: boolean;
  steps: StepEntry[];
}

/** Whether the next step may run in the same transaction: an internal step succeeded, and the next one does not wait. */
export const leadsOn = ({ status, guarded, steps }: Move): boolean =>
  status === 'RUNNING' && guarded && steps.at(-1)?.status === 'SUCCEEDED';

/** Combines successive moves of one transaction into one. */
export const fused = (moves: readonly Move[]): Move => ({
  ...moves.at(-1)!,
  guarded: moves.some(({ guarded }) => guarded),
  steps: moves.flatMap(({ steps }) => steps),
});

type Rules = { [Type in Happening['type']]: (at: Standing, what: Extract<Happening, { type: Type }>) => Move | null };

/**
 * Decides what follows when something happens to an execution; no other code does. Returns null if nothing follows: at `reached`,
 * when the step must be attempted; otherwise because the event does not apply to an execution in this state.
 */
export function transition(at: Standing, what: Happening): Move | null {
  const rule = RULES[what.type] as (at: Standing, what: Happening) => Move | null;
  return FROM[what.type].includes(at.execution.status) ? rule(at, what) : null;
}

/** The states of an execution in which each can happen. */
const FROM: Readonly<Record<Happening['type'], readonly Execution['status'][]>> = {
  reached: ['RUNNING'],
  unusable: ['RUNNING'],
  'call intended': ['RUNNING'],
  'attempt ended': ['RUNNING'],
  'call abandoned': ['RUNNING'],
  woken: ['SLEEPING'],
  'worker lost': ['RUNNING'],
  'handed back': ['RUNNING'],
  // A running execution is only marked: its worker ends it before the next step.
  'cancel asked': ['QUEUED', 'SLEEPING'],
  'automation disabled': ['SLEEPING'],
  'retry asked': ['FAILED'],
  'told late': ['SLEEPING'],
};

const RULES: Rules = {
  reached: (at) => stopped(at) ?? begun(at) ?? delayed(at),
  unusable: (at, { message }) => ended(at, 'FAILED', { code: 'UNUSABLE_DEFINITION', message }),
  'call intended': (at, { attempt }) => ({
    ...stay(at),
    guarded: true,
    steps: [entry(at, { ...attempt, status: 'RUNNING' })],
  }),
  'attempt ended': (at, what) => ATTEMPT_ENDED[what.end.status](at, what as never),
  'call abandoned': (at, { error }) => ({
    ...(stopped(at) ?? ended(at, 'CANCELLED', CANCELLED)),
    steps: [entry(at, { status: 'UNKNOWN', error: { ...error, retryable: false } })],
  }),
  woken: (at) => ({ ...stay(at), status: 'QUEUED' }),
  'worker lost': lost,
  'handed back': (at, { isUncalled }) => ({
    ...stay(at),
    status: 'QUEUED',
    steps: isUncalled && at.step?.status === 'RUNNING' ? [kept(at.step, { status: 'WAITING' })] : [],
  }),
  'cancel asked': (at) => ({ ...ended(at, 'CANCELLED', CANCELLED), cancelRequested: true }),
  // A send in progress is settled first: until then it is unknown what the automation did.
  'automation disabled': (at) => (at.step?.status === 'UNKNOWN' ? null : ended(at, 'CANCELLED', DISABLED)),
  'retry asked': (at) => (at.isDisabled ? null : resumed(at)),
  'told late': toldLate,
};

type Ended<Status> = { end: Extract<AttemptEnd, { status: Status }>; attempt: Attempt; inside: boolean };

const ATTEMPT_ENDED: { [Status in AttemptEnd['status']]: (at: Standing, what: Ended<Status>) => Move } = {
  succeeded: (at, { end, attempt, inside }) =>
    goOn(at, entry(at, { ...attempt, status: 'SUCCEEDED', output: end.output }), inside),
  failed: (at, { end, attempt, inside }) => ({
    ...ended(at, 'FAILED', end.error),
    guarded: inside,
    steps: [entry(at, { ...attempt, status: 'FAILED', error: { ...end.error, retryable: false } })],
  }),
  retry: (at, { end, attempt }) => {
    const step = entry(at, {
      ...attempt,
      status: 'WAITING',
      error: { ...end.error, retryable: true },
      elapsedMs: null,
    });
    return { ...(stopped(at) ?? sleep(at, end.inMs)), steps: [step] };
  },
  unknown: (at, { end, attempt }) => {
    const step = entry(at, {
      ...attempt,
      status: 'UNKNOWN',
      error: { ...end.error, retryable: false },
      elapsedMs: null,
    });
    // A send is settled even if the automation is disabled.
    const settling = { ...sleep(at, UNKNOWN_SETTLES_WITHIN_MS), guarded: !at.isDisabled };
    return { ...(at.execution.cancelRequested ? ended(at, 'CANCELLED', CANCELLED) : settling), steps: [step] };
  },
};

/** After a step that succeeded: the end, the delay before the next step, or that step. */
function goOn(at: Standing, done: StepEntry, inside: boolean): Move {
  const nextStep = at.execution.nextStep + 1;
  const next = at.actions[nextStep];
  const after: Move = { ...stay(at), nextStep, crashes: 0, steps: [done] };
  if (!next) return { ...after, status: 'SUCCEEDED', guarded: inside };
  if (next.delayMs === 0) return { ...after, guarded: inside };
  const waiting = {
    ...entry(at, { status: 'WAITING' }),
    index: nextStep,
    key: next.key,
    actionType: next.type,
    attempts: 0,
    input: null,
  };
  // An external result is recorded in any case; an execution that must end does not go to sleep.
  if (!inside && stopped(at)) return after;
  return { ...after, status: 'SLEEPING', wakeInMs: next.delayMs, guarded: true, steps: [done, waiting] };
}

function stopped(at: Standing): Move | null {
  if (at.execution.cancelRequested) return ended(at, 'CANCELLED', CANCELLED);
  return at.isDisabled ? ended(at, 'CANCELLED', DISABLED) : null;
}

// It was not settled in time.
const begun = (at: Standing): Move | null =>
  at.step?.status === 'UNKNOWN'
    ? ended(at, 'FAILED', at.step.error ?? { code: 'UNKNOWN_OUTCOME', message: 'It is unknown whether it took effect' })
    : null;

function delayed(at: Standing): Move | null {
  const delayMs = at.actions[at.execution.nextStep]?.delayMs ?? 0;
  return at.step || delayMs === 0 ? null : { ...sleep(at, delayMs), steps: [entry(at, { status: 'WAITING' })] };
}

// After a repeated loss of its worker, an execution resumes some seconds apart from others, so that it cannot crash their worker.
function lost(at: Standing, { jitter }: { jitter: number }): Move {
  const crashes = at.execution.crashes + 1;
  const crashed = { code: 'CRASHED', message: `Its worker stopped ${MOST_CRASHES} times while running it` };
  if (crashes >= MOST_CRASHES) return { ...ended(at, 'FAILED', crashed), crashes };
  if (crashes < SUSPECT) return { ...stay(at), status: 'QUEUED', crashes };
  return { ...sleep(at, 5_000 * 2 ** (crashes - SUSPECT) * (0.5 + jitter)), guarded: false, crashes };
}

function toldLate(at: Standing, { outcome }: { outcome: LateOutcome }): Move | null {
  if (at.step?.status !== 'UNKNOWN') return null;
  const { attempts, input } = at.step;
  const move = transition(
    { ...at, execution: { ...at.execution, status: 'RUNNING' } },
    { type: 'attempt ended', end: outcome, attempt: { attempts, input, beganMs: null, elapsedMs: 0 }, inside: false },
  )!;
  return move.status === 'RUNNING' ? { ...move, status: 'QUEUED' } : { ...move, guarded: false };
}

const resumed = (at: Standing): Move => ({
  ...stay(at),
  status: 'QUEUED',
  retries: at.execution.retries + 1,
  crashes: 0,
  cancelRequested: false,
  steps: at.step ? [kept(at.step, { status: 'WAITING', attempts: 0, error: null, output: null })] : [],
});

const stay = ({ execution: { status, nextStep, crashes, retries, cancelRequested } }: Standing): Move => ({
  ...{ status, nextStep, crashes, retries, cancelRequested },
  wakeInMs: null,
  error: null,
  guarded: false,
  steps: [],
});

const ended = (at: Standing, status: 'FAILED' | 'CANCELLED', { code, message }: ExecutionError): Move => ({
  ...stay(at),
  status,
  error: { code, message },
});

// Guarded: an execution that must end must not be put to sleep.
const sleep = (at: Standing, ms: number): Move => ({
  ...stay(at),
  status: 'SLEEPING',
  wakeInMs: Math.ceil(ms),
  guarded: true,
});

/** A record of the current step. */
function entry({ execution: { nextStep }, actions, step }: Standing, changes: Partial<StepEntry>): StepEntry {
  const { key, type } = actions[nextStep] ?? { key: step?.key ?? '', type: step?.actionType ?? '' };
  const before = { attempts: step?.attempts ?? 0, input: step?.input ?? null };
  return {
    index: nextStep,
    key,
    actionType: type,
    ...before,
    status: 'WAITING',
    output: null,
    error: null,
    beganMs: null,
    elapsedMs: null,
    ...changes,
  };
}

const kept = ({ startedAt: _, completedAt: __, ...step }: Step, changes: Partial<StepEntry>): StepEntry => ({
  ...step,
  beganMs: null,
  elapsedMs: null,
  ...changes,
});
