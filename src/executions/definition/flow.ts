import type { ActionSpec } from './definition.js';

/** The name of what a branch does when no arm is taken. */
export const OTHERWISE = 'otherwise';

/** What is needed of a step to lay out a tree of them, whether it was checked or not. */
export interface TreeStep {
  arms?: { actions: TreeStep[] }[] | null;
  otherwise?: TreeStep[] | null;
}

/**
 * A step at its position. Positions count the steps of the tree in the order in which they are written, from 0; the contents of
 * a branch follow it. The position after the last step is the end.
 */
export interface Placed<Spec extends TreeStep = ActionSpec> {
  spec: Spec;
  /** Where it is in the list of actions: `[2, 'arms', 0, 'actions', 1]`. */
  path: (string | number)[];
  /** The position of what follows it, after its contents. */
  next: number;
  /** Of a branch: the position to which each arm leads, and last the one to which `otherwise` leads. */
  arms: number[];
  /** The steps that were certainly done before it, in order: none of an arm that it is not in. */
  before: Placed<Spec>[];
  /** How many branches it is in. */
  depth: number;
}

/** Every step of a tree by its position. Linear in their number. */
export function layOut<Spec extends TreeStep>(actions: readonly Spec[]): Placed<Spec>[] {
  const placed: Placed<Spec>[] = [];
  place(actions, { path: [], after: sizeOf(actions), before: [], depth: 0 }, placed);
  return placed;
}

/** The steps of a tree in the order of their positions. */
export const stepsOf = <Spec extends TreeStep>(actions: readonly Spec[]): Spec[] =>
  actions.flatMap((action) => [action, ...listsOf(action).flatMap(({ actions: list }) => stepsOf(list))]);

/** The same tree with every step changed, in the order of their positions. */
export function mapSteps<Spec extends TreeStep>(actions: readonly Spec[], change: (step: Spec) => Spec): Spec[] {
  const inside = (list: readonly TreeStep[]) => mapSteps(list as Spec[], change);
  return actions.map((action) => {
    const changed = change(action);
    const { arms, otherwise } = changed;
    return {
      ...changed,
      ...(arms && { arms: arms.map((arm) => ({ ...arm, actions: inside(arm.actions) })) }),
      ...(otherwise && { otherwise: inside(otherwise) }),
    };
  });
}

type Spot<Spec extends TreeStep> = Pick<Placed<Spec>, 'path' | 'before' | 'depth'> & { after: number };

function place<Spec extends TreeStep>(list: readonly Spec[], spot: Spot<Spec>, placed: Placed<Spec>[]): void {
  let before = spot.before;
  list.forEach((spec, index) => {
    const path = [...spot.path, index];
    const isLast = index === list.length - 1;
    const next = isLast ? spot.after : placed.length + sizeOf([spec]);
    const step: Placed<Spec> = { spec, path, next, arms: [], before, depth: spot.depth };
    placed.push(step);
    before = [...before, step];
    for (const { at, actions } of listsOf(spec)) {
      step.arms.push(actions.length > 0 ? placed.length : next);
      place(actions, { path: [...path, ...at], after: next, before, depth: spot.depth + 1 }, placed);
    }
  });
}

/** The lists of steps in a branch: of its arms, then of `otherwise`; none of any other step. */
function listsOf<Spec extends TreeStep>({ arms, otherwise }: Spec): { at: Placed['path']; actions: Spec[] }[] {
  if (!arms && !otherwise) return [];
  return [
    ...(arms ?? []).map(({ actions }, index) => ({ at: ['arms', index, 'actions'], actions: actions as Spec[] })),
    { at: ['otherwise'], actions: (otherwise ?? []) as Spec[] },
  ];
}

const sizeOf = (actions: readonly TreeStep[]): number => stepsOf(actions).length;
