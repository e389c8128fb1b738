import type { LateOutcome } from '../../actions/action.js';
import { CANCELLED, DISABLED, type Execution, type ExecutionError, type Step } from './execution.js';
import {
  NOTHING,
  type Attempt,
  type AttemptEnd,
  type Course,
  type Happening,
  type Move,
  type Standing,
  type StepEntry,
} from './moves.js';

/** How long a step may stay UNKNOWN before its execution fails, in milliseconds: until then the provider's callback may settle it. */
export const UNKNOWN_SETTLES_WITHIN_MS = 10 * 60_000;

/** An execution that lost its worker this often at one step is not retried. */
export const MOST_CRASHES = 5;

/** An execution that lost its worker this often at one step is a suspect: suspects run one at a time so that they cannot crash each other's worker. */
export const SUSPECT = 2;

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
  decided: ['RUNNING'],
  // A running execution looks for the event itself.
  met: ['SLEEPING'],
  'call abandoned': ['RUNNING'],
  woken: ['SLEEPING'],
  'worker lost': ['RUNNING'],
  'handed back': ['RUNNING'],
  // A running execution is only marked: its worker ends it before the next step.
  'cancel asked': ['QUEUED', 'SLEEPING'],
  // A worker finds the reason itself when it begins.
  'stop asked': ['QUEUED', 'SLEEPING', 'RUNNING'],
  'put off': ['SLEEPING'],
  silenced: ['RUNNING'],
  held: ['RUNNING'],
  'passed over': ['RUNNING'],
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
  decided: (at, { course, attempt }) => DECIDED[course.status](at, course as never, attempt),
  met: (at, { output }) =>
    queued(goOn(awake(at), entry(at, { status: 'SUCCEEDED', output, elapsedMs: 0 }), { inside: false })),
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
  // A send in progress is settled first.
  'stop asked': (at, { reason }) =>
    at.step?.status === 'UNKNOWN'
      ? null
      : { ...ended(at, 'CANCELLED', reason), cancelRequested: true, cancelReason: reason },
  'put off': (at, { inMs }) => sleep(at, inMs),
  // A disable or a cancellation that came first is the reason then.
  silenced: (at, { reason }) => ({ ...ended(at, 'CANCELLED', reason), guarded: true }),
  held: (at, { inMs, input }) => ({
    ...sleep(at, inMs),
    steps: [entry(at, { status: 'WAITING', input, error: null })],
  }),
  'passed over': (at, { reason, attempt }) =>
    goOn(at, entry(at, { ...attempt, status: 'SKIPPED', error: { ...reason, retryable: false } }), { inside: true }),
  // A send in progress is settled first: until then it is unknown what the automation did.
  'automation disabled': (at) => (at.step?.status === 'UNKNOWN' ? null : ended(at, 'CANCELLED', DISABLED)),
  'retry asked': (at) => (at.isDisabled ? null : resumed(at)),
  'told late': toldLate,
};

type Ended<Status> = { end: Extract<AttemptEnd, { status: Status }>; attempt: Attempt; inside: boolean };

const ATTEMPT_ENDED: { [Status in AttemptEnd['status']]: (at: Standing, what: Ended<Status>) => Move } = {
  succeeded: (at, { end, attempt, inside }) =>
    goOn(at, entry(at, { ...attempt, status: 'SUCCEEDED', output: end.output }), { inside }),
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
    return { ...(at.execution.cancelRequested ? ended(at, 'CANCELLED', reasonOf(at)) : settling), steps: [step] };
  },
};

type Decided<Status> = Extract<Course, { status: Status }>;

const DECIDED: { [Status in Course['status']]: (at: Standing, course: Decided<Status>, attempt: Attempt) => Move } = {
  succeeded: (at, { output, to }, attempt) =>
    goOn(at, entry(at, { ...attempt, status: 'SUCCEEDED', output }), { inside: true, to }),
  listening: (at, { awaits, input }, attempt) => ({
    ...stay(at),
    ...awaits,
    guarded: true,
    steps: [entry(at, { ...attempt, status: 'WAITING', input, elapsedMs: null })],
  }),
  sleeping: (at, { inMs, input, output }, attempt) => ({
    ...sleep(at, inMs),
    steps: [entry(at, { ...attempt, status: 'WAITING', input, output, elapsedMs: null })],
  }),
};

/** After a step that succeeded: the end, the delay before the next step, or that step. */
function goOn(at: Standing, done: StepEntry, { inside, to }: { inside: boolean; to?: number | 'end' }): Move {
  const { length } = at.actions;
  const nextStep = to === 'end' ? length : (to ?? at.actions[at.execution.nextStep]?.next ?? length);
  const next = at.actions[nextStep];
  const after: Move = { ...stay(at), nextStep, crashes: 0, ...NOTHING, steps: [done] };
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

const reasonOf = ({ execution }: Standing): ExecutionError => execution.cancelReason ?? CANCELLED;

function stopped(at: Standing): Move | null {
  if (at.execution.cancelRequested) return ended(at, 'CANCELLED', reasonOf(at));
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
  const move = transition(awake(at), {
    type: 'attempt ended',
    end: outcome,
    attempt: { attempts, input, beganMs: null, elapsedMs: 0 },
    inside: false,
  })!;
  return queued(move);
}

// What goes on in a sleeper goes on as if it ran, except that no worker has it.
const awake = (at: Standing): Standing => ({ ...at, execution: { ...at.execution, status: 'RUNNING' } });

const queued = (move: Move): Move => ({
  ...move,
  status: move.status === 'RUNNING' ? 'QUEUED' : move.status,
  guarded: false,
});

const resumed = (at: Standing): Move => ({
  ...stay(at),
  status: 'QUEUED',
  retries: at.execution.retries + 1,
  crashes: 0,
  cancelRequested: false,
  cancelReason: null,
  steps: at.step ? [kept(at.step, { status: 'WAITING', attempts: 0, error: null, output: null })] : [],
});

const stay = ({ execution }: Standing): Move => ({
  status: execution.status,
  nextStep: execution.nextStep,
  crashes: execution.crashes,
  retries: execution.retries,
  cancelRequested: execution.cancelRequested,
  cancelReason: execution.cancelReason,
  awaitsEvent: execution.awaitsEvent,
  awaitsId: execution.awaitsId,
  wakeInMs: null,
  error: null,
  guarded: false,
  steps: [],
});

const ended = (at: Standing, status: 'FAILED' | 'CANCELLED', { code, message }: ExecutionError): Move => ({
  ...stay(at),
  status,
  ...NOTHING,
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
