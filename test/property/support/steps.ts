import fc from 'fast-check';
import { LIMITS } from '../../../src/kernel/limits.js';
import { askingOf, few, type Group, type Tree } from './naive-conditions.js';

export const STAGES = ['New', 'Won', 'Lost'] as const;
export type Stage = (typeof STAGES)[number];

/** A step: an action or a control step. `n` is its place in the order in which the whole tree is written. */
export type StepSpec = { n: number; delayHours: number } & (Work | Move | Call | Branch | Stop | Wait | Until | Send);

/** A task made, or something that can never work. */
type Work = { does: 'task' | 'impossible' };
type Move = { does: 'move'; stage: Stage };
/** A call that fails so often, or for good. */
export type Call = { does: 'call'; failures: number; gone: boolean };
export type Branch = { does: 'branch'; arms: { conditions: Group; steps: StepSpec[] }[]; otherwise: StepSpec[] };
type Stop = { does: 'stop' };
/** A message to the contact. */
type Send = { does: 'send' };
/** Waits until its order moves, to a stage or at all. */
export type Wait = {
  does: 'wait';
  stage: Stage | null;
  conditions: Group | null;
  hours: number;
  since: 'previous_step' | 'now';
};
/** Waits until so many hours after its order was created. */
export type Until = { does: 'until'; hours: number };

export const stage = fc.constantFrom(...STAGES);
const delayHours = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 3, 26);
const n = fc.constant(0);

const of = <Does extends string, More extends object>(
  does: Does,
  more: { [Key in keyof More]: fc.Arbitrary<More[Key]> },
) => fc.record({ n, delayHours, does: fc.constant(does), ...more }) as unknown as fc.Arbitrary<StepSpec>;

const task = of('task', {});
const impossible = of('impossible', {});
const move = of('move', { stage });
const call = of('call', {
  failures: fc.constantFrom(0, 0, 0, 0, 1, 5),
  gone: fc.constantFrom(false, false, false, false, false, true),
});
const stop = of('stop', {});
const send = of('send', {});
const until = of('until', { hours: fc.constantFrom(0, 1, 3, 27) });
const wait = of('wait', {
  stage: fc.option(stage, { freq: 1 }),
  conditions: fc.option(few, { freq: 1 }),
  hours: fc.constantFrom(1, 3, 26),
  since: fc.constantFrom('previous_step' as const, 'previous_step' as const, 'now' as const),
});

// Half of the conditions of arms are about what was done before, or where the order is: such as change on the way.
const armConditions: fc.Arbitrary<Group> = fc.oneof(few, askingOf(STAGES));
const branch = (inside: fc.Arbitrary<StepSpec>) => {
  const steps = fc.array(inside, { maxLength: 2, size: 'max' });
  return of('branch', {
    arms: fc.array(fc.record({ conditions: armConditions, steps }), { minLength: 1, maxLength: 3 }),
    otherwise: steps,
  });
};

const stepOf = (depth: number): fc.Arbitrary<StepSpec> =>
  fc.oneof(
    { weight: 3, arbitrary: task },
    { weight: 3, arbitrary: call },
    { weight: 3, arbitrary: move },
    { weight: 1, arbitrary: impossible },
    { weight: 1, arbitrary: stop },
    { weight: 2, arbitrary: until },
    { weight: 5, arbitrary: wait },
    ...(depth > 0 ? [{ weight: 6, arbitrary: branch(stepOf(depth - 1)) }] : []),
  );

/** Actions alone, one after another. */
export const actions = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: task },
      { weight: 6, arbitrary: call },
      { weight: 3, arbitrary: move },
      { weight: 1, arbitrary: impossible },
    ),
    { minLength: 1, maxLength: 6, size: 'max' },
  )
  .map(laidOut);

/** Actions and control steps, branches within branches. */
export const journey = fc
  .array(stepOf(2), { minLength: 1, maxLength: 5, size: 'max' })
  .map(laidOut)
  .filter((steps) => allOf(steps).length <= LIMITS.maxActions);

const brief = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: task },
    { weight: 3, arbitrary: call },
    { weight: 2, arbitrary: move },
    { weight: 1, arbitrary: impossible },
    { weight: 2, arbitrary: wait },
  ),
  { minLength: 1, maxLength: 3, size: 'max' },
);

/** A few steps, for stories about who may enter. */
export const short = brief.map(laidOut);

/** The same after a wait, for stories about what ends an execution. */
export const waiting = fc
  .tuple(fc.array(wait, { minLength: 1, maxLength: 2 }), brief)
  .map(([waits, rest]) => laidOut([...waits, ...rest]));

/** Messages between moves, calls and waits, for stories about when an automation may write. */
export const speaking = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: send },
      { weight: 1, arbitrary: task },
      { weight: 2, arbitrary: call },
      { weight: 3, arbitrary: move },
      { weight: 2, arbitrary: wait },
    ),
    { minLength: 1, maxLength: 4, size: 'max' },
  )
  .map(laidOut);

/** The steps of a list and of all arms in it. */
export const allOf = (steps: StepSpec[]): StepSpec[] => steps.flatMap((step) => [step, ...allOf(insideOf(step))]);

/** The steps inside a branch. */
export const insideOf = (step: StepSpec): StepSpec[] =>
  step.does === 'branch' ? [...step.arms.flatMap(({ steps }) => steps), ...step.otherwise] : [];

/** The key of a step. */
export const keyOf = ({ n: place }: StepSpec) => `s${place}`;

// Numbers the steps, and lets conditions ask for what steps came to that were certainly done before.
function laidOut(steps: StepSpec[]): StepSpec[] {
  let next = 0;
  const lay = (list: StepSpec[], before: StepSpec[]): StepSpec[] => {
    const done = [...before];
    return list.map((step) => {
      const laid = { ...step, n: next++ };
      if (laid.does === 'branch') {
        const inside = [...done, laid];
        const asked = laid.arms.map((arm) => ({ ...arm, conditions: resolved(arm.conditions, done) as Group }));
        laid.arms = asked.filter(isFirst).map((arm) => ({ ...arm, steps: lay(arm.steps, inside) }));
        laid.otherwise = lay(laid.otherwise, inside);
      }
      done.push(laid);
      return laid;
    });
  };
  return lay(steps, []);
}

// An arm with the conditions of an earlier one is refused.
const isFirst = ({ conditions: own }: Branch['arms'][number], index: number, arms: Branch['arms']) =>
  arms.findIndex((arm) => JSON.stringify(arm.conditions) === JSON.stringify(own)) === index;

function resolved(tree: Tree, done: StepSpec[]): Tree {
  if ('logic' in tree) return { ...tree, conditions: tree.conditions.map((each) => resolved(each, done)) };
  if (tree.field !== 'earlier') return tree;
  const telling = done.filter(({ does }) => does in TELLS);
  const step = telling[(tree.value as number) % telling.length];
  if (!step) return { field: 'order.stage.name', operator: tree.operator, value: 'Won' };
  const [name, value] = TELLS[step.does]!;
  return { field: `steps.${keyOf(step)}.output.${name}`, operator: tree.operator, value };
}

const TELLS: Partial<Record<StepSpec['does'], [name: string, value: unknown]>> = {
  branch: ['arm', 'arm0'],
  wait: ['matched', true],
  until: ['waited', true],
  move: ['moved', true],
};
