import type { ExecutionStatus, Step, StepStatus } from './execution.js';
import { EXECUTION_STATUSES } from './execution.js';
import { fused, leadsOn, type AttemptEnd, type Happening, type Move, type Standing } from './moves.js';
import { MOST_CRASHES, SUSPECT, transition, UNKNOWN_SETTLES_WITHIN_MS } from './transitions.js';

const ACTIONS = [
  { key: 'first', type: 'create_task', delayMs: 0, next: 1 },
  { key: 'second', type: 'webhook', delayMs: 0, next: 2 },
  { key: 'later', type: 'create_task', delayMs: 60_000, next: 3 },
];
const ERROR = { code: 'HTTP_500', message: 'Refused' };
const ATTEMPT = { attempts: 1, input: { title: 'Call' }, beganMs: 0, elapsedMs: 3 };

const aStep = (status: StepStatus, index = 0): Step => ({
  index,
  key: ACTIONS[index]!.key,
  actionType: ACTIONS[index]!.type,
  status,
  attempts: 1,
  input: { a: 1 },
  output: null,
  error: null,
  startedAt: new Date(0),
  completedAt: null,
});

function at(
  status: ExecutionStatus,
  {
    isDisabled = false,
    actions = ACTIONS,
    step,
    ...execution
  }: Partial<Standing['execution']> & Partial<Omit<Standing, 'execution'>> = {},
): Standing {
  return {
    execution: {
      ...{
        nextStep: 0,
        crashes: 0,
        retries: 0,
        cancelRequested: false,
        cancelReason: null,
        awaitsEvent: null,
        awaitsId: null,
      },
      ...execution,
      status,
    },
    isDisabled,
    actions,
    step,
  };
}

/** The parts of a move that determine what follows. */
const told = (move: Move | null) =>
  move && {
    status: move.status,
    nextStep: move.nextStep,
    error: move.error?.code ?? null,
    steps: move.steps.map(({ index, status }) => `${index} ${status}`),
  };

const ended = (end: AttemptEnd, inside: boolean): Happening => ({
  type: 'attempt ended',
  end,
  attempt: ATTEMPT,
  inside,
});
const SUCCEEDED = { status: 'succeeded', output: { id: 1 } } as const;
const RETRY = { status: 'retry', error: ERROR, inMs: 500 } as const;
const UNKNOWN = { status: 'unknown', error: ERROR } as const;
const FAILED = { status: 'failed', error: ERROR } as const;

/** Everything that can happen, with the states in which it applies. */
const HAPPENINGS: [Happening, ExecutionStatus[]][] = [
  [{ type: 'reached' }, ['RUNNING']],
  [{ type: 'unusable', message: 'No such action' }, ['RUNNING']],
  [{ type: 'call intended', attempt: ATTEMPT }, ['RUNNING']],
  [ended(SUCCEEDED, true), ['RUNNING']],
  [{ type: 'call abandoned', error: ERROR }, ['RUNNING']],
  [{ type: 'woken' }, ['SLEEPING']],
  [{ type: 'worker lost', jitter: 0.5 }, ['RUNNING']],
  [{ type: 'handed back', isUncalled: true }, ['RUNNING']],
  [{ type: 'cancel asked' }, ['QUEUED', 'SLEEPING']],
  [{ type: 'automation disabled' }, ['SLEEPING']],
  [{ type: 'retry asked' }, ['FAILED']],
  [{ type: 'told late', outcome: SUCCEEDED }, ['SLEEPING']],
  [{ type: 'decided', course: { status: 'succeeded', output: {} }, attempt: ATTEMPT }, ['RUNNING']],
  [{ type: 'met', output: { matched: true } }, ['SLEEPING']],
];

describe.each(HAPPENINGS)('%j', (what, states) => {
  it.each(EXECUTION_STATUSES)('applies to an execution that is %s, or is ignored', (status) => {
    // At a delayed step, so that reaching it is a move; with a step of unknown outcome where the case requires it.
    const step =
      what.type === 'told late' ? aStep('UNKNOWN', 2) : what.type === 'reached' ? undefined : aStep('RUNNING', 2);
    const move = transition(at(status, { nextStep: 2, step }), what);
    expect(move !== null).toBe(states.includes(status));
  });
});

it.each<[string, Standing, Happening, object | null]>([
  ['attempts a step that has no delay', at('RUNNING'), { type: 'reached' }, null],
  [
    'sleeps before a step with a delay',
    at('RUNNING', { nextStep: 2 }),
    { type: 'reached' },
    { status: 'SLEEPING', nextStep: 2, error: null, steps: ['2 WAITING'] },
  ],
  [
    'attempts a step whose delay is over',
    at('RUNNING', { nextStep: 2, step: aStep('WAITING', 2) }),
    { type: 'reached' },
    null,
  ],
  [
    'ends before its next step once cancelled',
    at('RUNNING', { cancelRequested: true }),
    { type: 'reached' },
    { status: 'CANCELLED', nextStep: 0, error: 'CANCELLED', steps: [] },
  ],
  [
    'ends before its next step once disabled',
    at('RUNNING', { isDisabled: true }),
    { type: 'reached' },
    { status: 'CANCELLED', nextStep: 0, error: 'AUTOMATION_DISABLED', steps: [] },
  ],
  [
    'reports the person before the automation',
    at('RUNNING', { cancelRequested: true, isDisabled: true }),
    { type: 'reached' },
    { status: 'CANCELLED', nextStep: 0, error: 'CANCELLED', steps: [] },
  ],
  [
    'fails a send that was never settled',
    at('RUNNING', { step: aStep('UNKNOWN') }),
    { type: 'reached' },
    { status: 'FAILED', nextStep: 0, error: 'UNKNOWN_OUTCOME', steps: [] },
  ],
  [
    'continues with the next step',
    at('RUNNING'),
    ended(SUCCEEDED, true),
    { status: 'RUNNING', nextStep: 1, error: null, steps: ['0 SUCCEEDED'] },
  ],
  [
    'sleeps before the next step in the same move',
    at('RUNNING', { nextStep: 1 }),
    ended(SUCCEEDED, true),
    { status: 'SLEEPING', nextStep: 2, error: null, steps: ['1 SUCCEEDED', '2 WAITING'] },
  ],
  [
    'ends after the last step',
    at('RUNNING', { nextStep: 2 }),
    ended(SUCCEEDED, true),
    { status: 'SUCCEEDED', nextStep: 3, error: null, steps: ['2 SUCCEEDED'] },
  ],
  [
    'records an external success and does not sleep if it must end',
    at('RUNNING', { nextStep: 1, cancelRequested: true }),
    ended(SUCCEEDED, false),
    { status: 'RUNNING', nextStep: 2, error: null, steps: ['1 SUCCEEDED'] },
  ],
  [
    'sleeps before another attempt',
    at('RUNNING'),
    ended(RETRY, false),
    { status: 'SLEEPING', nextStep: 0, error: null, steps: ['0 WAITING'] },
  ],
  [
    'ends instead of another attempt once cancelled',
    at('RUNNING', { cancelRequested: true }),
    ended(RETRY, false),
    { status: 'CANCELLED', nextStep: 0, error: 'CANCELLED', steps: ['0 WAITING'] },
  ],
  [
    'ends instead of another attempt once disabled',
    at('RUNNING', { isDisabled: true }),
    ended(RETRY, false),
    { status: 'CANCELLED', nextStep: 0, error: 'AUTOMATION_DISABLED', steps: ['0 WAITING'] },
  ],
  [
    'fails at a permanent failure',
    at('RUNNING'),
    ended(FAILED, true),
    { status: 'FAILED', nextStep: 0, error: 'HTTP_500', steps: ['0 FAILED'] },
  ],
  [
    'waits for the outcome of a send in doubt',
    at('RUNNING'),
    ended(UNKNOWN, false),
    { status: 'SLEEPING', nextStep: 0, error: null, steps: ['0 UNKNOWN'] },
  ],
  [
    'waits for it also when disabled',
    at('RUNNING', { isDisabled: true }),
    ended(UNKNOWN, false),
    { status: 'SLEEPING', nextStep: 0, error: null, steps: ['0 UNKNOWN'] },
  ],
  [
    'does not wait for it when cancelled',
    at('RUNNING', { cancelRequested: true }),
    ended(UNKNOWN, false),
    { status: 'CANCELLED', nextStep: 0, error: 'CANCELLED', steps: ['0 UNKNOWN'] },
  ],
  [
    'leaves a send in doubt when it ends before its next step',
    at('RUNNING', { isDisabled: true, step: aStep('RUNNING') }),
    { type: 'call abandoned', error: ERROR },
    { status: 'CANCELLED', nextStep: 0, error: 'AUTOMATION_DISABLED', steps: ['0 UNKNOWN'] },
  ],
  [
    'is queued when it wakes',
    at('SLEEPING'),
    { type: 'woken' },
    { status: 'QUEUED', nextStep: 0, error: null, steps: [] },
  ],
  [
    'is queued again after its worker stops',
    at('RUNNING', { step: aStep('RUNNING') }),
    { type: 'handed back', isUncalled: false },
    { status: 'QUEUED', nextStep: 0, error: null, steps: [] },
  ],
  [
    'removes an intent whose call was never made',
    at('RUNNING', { step: aStep('RUNNING') }),
    { type: 'handed back', isUncalled: true },
    { status: 'QUEUED', nextStep: 0, error: null, steps: ['0 WAITING'] },
  ],
  [
    'does not cancel a send in doubt of a disabled automation',
    at('SLEEPING', { step: aStep('UNKNOWN') }),
    { type: 'automation disabled' },
    null,
  ],
  [
    'is not resumed while its automation is disabled',
    at('FAILED', { isDisabled: true }),
    { type: 'retry asked' },
    null,
  ],
  [
    'is resumed at its failed step',
    at('FAILED', { nextStep: 1, step: aStep('FAILED', 1), cancelRequested: true }),
    { type: 'retry asked' },
    { status: 'QUEUED', nextStep: 1, error: null, steps: ['1 WAITING'] },
  ],
  [
    'continues once a send in doubt has arrived',
    at('SLEEPING', { step: aStep('UNKNOWN') }),
    { type: 'told late', outcome: SUCCEEDED },
    { status: 'QUEUED', nextStep: 1, error: null, steps: ['0 SUCCEEDED'] },
  ],
  [
    'sleeps again if the next step has a delay',
    at('SLEEPING', { nextStep: 1, step: aStep('UNKNOWN', 1) }),
    { type: 'told late', outcome: SUCCEEDED },
    { status: 'SLEEPING', nextStep: 2, error: null, steps: ['1 SUCCEEDED', '2 WAITING'] },
  ],
  [
    'ends if the send in doubt was the last step',
    at('SLEEPING', { nextStep: 2, step: aStep('UNKNOWN', 2) }),
    { type: 'told late', outcome: SUCCEEDED },
    { status: 'SUCCEEDED', nextStep: 3, error: null, steps: ['2 SUCCEEDED'] },
  ],
  [
    'fails once a send in doubt is reported as not delivered',
    at('SLEEPING', { step: aStep('UNKNOWN') }),
    { type: 'told late', outcome: FAILED },
    { status: 'FAILED', nextStep: 0, error: 'HTTP_500', steps: ['0 FAILED'] },
  ],
  [
    'ignores a late outcome of a step that is not in doubt',
    at('SLEEPING', { step: aStep('WAITING') }),
    { type: 'told late', outcome: SUCCEEDED },
    null,
  ],
])('%s', (...[, standing, what, follows]) => {
  expect(told(transition(standing, what))).toEqual(follows);
});

it.each<[string, Standing, Happening, boolean]>([
  ['an internal effect', at('RUNNING'), ended(SUCCEEDED, true), true],
  ['an internal failure', at('RUNNING'), ended(FAILED, true), true],
  ['an intent', at('RUNNING'), { type: 'call intended', attempt: ATTEMPT }, true],
  ['a sleep before a step', at('RUNNING', { nextStep: 2 }), { type: 'reached' }, true],
  ['a sleep before another attempt', at('RUNNING'), ended(RETRY, false), true],
  ['an external success', at('RUNNING'), ended(SUCCEEDED, false), false],
  ['an external failure', at('RUNNING'), ended(FAILED, false), false],
  ['an end because it may not write', at('RUNNING'), { type: 'silenced', reason: ERROR }, true],
  ['an end', at('RUNNING', { cancelRequested: true }), { type: 'reached' }, false],
])('%s requires an enabled automation and no cancellation: %#', (...[, standing, what, guarded]) => {
  expect(transition(standing, what)!.guarded).toBe(guarded);
});

it('resumes immediately the first time, alone from the second, and never after the fifth', () => {
  const after = (crashes: number) => transition(at('RUNNING', { crashes }), { type: 'worker lost', jitter: 0 })!;

  expect(after(0)).toMatchObject({ status: 'QUEUED', crashes: 1, wakeInMs: null });
  expect([SUSPECT - 1, 2, 3].map((crashes) => [after(crashes).status, after(crashes).wakeInMs])).toEqual([
    ['SLEEPING', 2_500],
    ['SLEEPING', 5_000],
    ['SLEEPING', 10_000],
  ]);
  expect(after(MOST_CRASHES - 1)).toMatchObject({
    status: 'FAILED',
    crashes: MOST_CRASHES,
    error: { code: 'CRASHED' },
  });
});

it('resets the crash count when a step is done, and when a person resumes it', () => {
  expect(transition(at('RUNNING', { crashes: 3 }), ended(SUCCEEDED, true))).toMatchObject({ crashes: 0 });
  expect(transition(at('RUNNING', { crashes: 3 }), ended(RETRY, true))).toMatchObject({ crashes: 3 });
  expect(transition(at('FAILED', { crashes: 5, retries: 1 }), { type: 'retry asked' })).toMatchObject({
    crashes: 0,
    retries: 2,
    cancelRequested: false,
  });
});

it('records what is known of each attempt', () => {
  expect(transition(at('RUNNING'), ended(SUCCEEDED, true))!.steps).toEqual([
    {
      index: 0,
      key: 'first',
      actionType: 'create_task',
      status: 'SUCCEEDED',
      ...ATTEMPT,
      output: { id: 1 },
      error: null,
    },
  ]);
  expect(transition(at('RUNNING', { step: aStep('WAITING') }), ended(RETRY, true))!.steps).toMatchObject([
    { error: { ...ERROR, retryable: true }, elapsedMs: null },
  ]);
  expect(transition(at('RUNNING'), ended(UNKNOWN, false))).toMatchObject({ wakeInMs: UNKNOWN_SETTLES_WITHIN_MS });
});

describe('steps of one transaction', () => {
  const ended = (inside: boolean, end: AttemptEnd = { status: 'succeeded', output: null }, nextStep = 0) =>
    transition(at('RUNNING', { nextStep }), { type: 'attempt ended', end, attempt: ATTEMPT, inside })!;

  it('continue after a successful internal step, unless the next one waits', () => {
    expect(leadsOn(ended(true))).toBe(true);
    expect(leadsOn(ended(true, undefined, 1))).toBe(false);
    expect(leadsOn(ended(true, undefined, 2))).toBe(false);
  });

  it('do not continue after a call, an intent or a failure', () => {
    expect(leadsOn(ended(false))).toBe(false);
    expect(leadsOn(transition(at('RUNNING'), { type: 'call intended', attempt: ATTEMPT })!)).toBe(false);
    expect(leadsOn(ended(true, { status: 'failed', error: ERROR }))).toBe(false);
    expect(leadsOn(ended(true, { status: 'retry', error: ERROR, inMs: 10 }))).toBe(false);
  });

  it('are one move: all records, the state after the last, guarded if one of them is', () => {
    const intent = { ...transition(at('RUNNING', { nextStep: 1 }), { type: 'call intended', attempt: ATTEMPT })! };
    expect(told(fused([ended(true), intent]))).toEqual({
      status: 'RUNNING',
      nextStep: 1,
      error: null,
      steps: ['0 SUCCEEDED', '1 RUNNING'],
    });
    expect(fused([ended(true), { ...intent, guarded: false }]).guarded).toBe(true);
    expect(fused([ended(false)]).guarded).toBe(false);
  });
});
