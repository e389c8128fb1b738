import fc from 'fast-check';
import type { ActionSpec } from './definition.js';
import { layOut, mapSteps, stepsOf } from './flow.js';

const { tree } = fc.letrec<{ tree: ActionSpec[] }>((tie) => {
  const lists = fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constant([]), tie('tree'));
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record({
        arms: fc.array(fc.record({ name: fc.string(), conditions: fc.constant(null), actions: lists }), {
          maxLength: 3,
        }),
        otherwise: lists,
      }),
    },
  );
  return {
    tree: fc.array(
      step.map((parts) => ({ key: '', type: 'x', params: {}, delay: null, ...parts }) as ActionSpec),
      { minLength: 1, maxLength: 4 },
    ),
  };
});

/** The step at a path of the definition. */
const at = (actions: unknown, path: (string | number)[]) =>
  path.reduce((value, part) => (value as Record<string | number, unknown>)[part], actions);

it('places every step once, in written order, at its path', () => {
  fc.assert(
    fc.property(tree, (actions) => {
      const placed = layOut(actions);
      expect(placed.map(({ spec }) => spec)).toEqual(stepsOf(actions));
      for (const { spec, path } of placed) expect(at(actions, path)).toBe(spec);
    }),
  );
});

it('leads from every step forward and to the end, for any arms', () => {
  fc.assert(
    fc.property(tree, fc.infiniteStream(fc.nat(10)), (actions, choices) => {
      const placed = layOut(actions);
      const done: number[] = [];
      for (let position = 0; position < placed.length;) {
        const { arms, next } = placed[position]!;
        done.push(position);
        const chosen = arms.length > 0 ? arms[choices.next().value! % arms.length]! : next;
        expect(chosen).toBeGreaterThan(position);
        position = chosen;
      }
      // A step that is certainly done before another precedes it.
      for (const position of done) {
        const before = placed[position]!.before.map((each) => placed.indexOf(each));
        expect(done.slice(0, done.indexOf(position))).toEqual(expect.arrayContaining(before));
      }
    }),
  );
});

it('gives a list its positions', () => {
  const list: ActionSpec[] = ['a', 'b', 'c'].map((key) => ({ key, type: 'x', params: {}, delay: null }));
  expect(layOut(list).map(({ next, arms, path, depth }) => ({ next, arms, path, depth }))).toEqual([
    { next: 1, arms: [], path: [0], depth: 0 },
    { next: 2, arms: [], path: [1], depth: 0 },
    { next: 3, arms: [], path: [2], depth: 0 },
  ]);
});

it('changes every step, in the order of the positions', () => {
  fc.assert(
    fc.property(tree, (actions) => {
      let position = 0;
      const numbered = mapSteps(actions, (step) => ({ ...step, key: String(position++) }));
      expect(stepsOf(numbered).map(({ key }) => Number(key))).toEqual(stepsOf(actions).map((_, index) => index));
    }),
  );
});
