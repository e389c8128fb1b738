import fc from 'fast-check';
import { conditions, money, names, type Group } from './naive-conditions.js';

export const STAGES = ['New', 'Won', 'Lost'] as const;
export type Stage = (typeof STAGES)[number];

/** An action: a task made, an order moved, something that can never work, or a call that fails so often, or for good. */
export type ActionSpec = Work | Move | Call;
type Work = { does: 'task' | 'impossible'; delayHours: number };
type Move = { does: 'move'; delayHours: number; stage: Stage };
type Call = { does: 'call'; delayHours: number; failures: number; gone: boolean };

/** When an automation starts: an order is created, moves at all, or moves to a stage. */
export type AutomationSpec = { on: 'created' | 'moved' | Stage; conditions: Group | null; actions: ActionSpec[] };

/** What happens while the next call of an order is under way. */
export type Mishap = 'none' | 'cancel' | 'disable' | 'worker dies';

/** What somebody does, or what goes wrong; numbers stand for what there is by then of orders, automations and executions that this can be done to, counted round. */
export type Command =
  | { do: 'create'; value: string; name: string; meanwhile: Mishap }
  | { do: 'move'; order: number; stage: Stage; meanwhile: Mishap }
  | { do: 'retry'; execution: number; meanwhile: Mishap }
  | { do: 'cancel'; execution: number }
  | { do: 'switch'; automation: number; on: boolean }
  | { do: 'advance'; hours: number }
  | { do: 'disturb'; forgetful: boolean; deaf: boolean }
  | { do: 'restart'; server: number };

export interface Story {
  automations: AutomationSpec[];
  commands: Command[];
}

const stage = fc.constantFrom(...STAGES);
const delayHours = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 3, 26);
const action: fc.Arbitrary<ActionSpec> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('task' as const), delayHours }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('call' as const),
      delayHours,
      failures: fc.constantFrom(0, 0, 0, 0, 1, 5),
      gone: fc.constantFrom(false, false, false, false, false, true),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('move' as const), delayHours, stage }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('impossible' as const), delayHours }) },
);

const automation: fc.Arbitrary<AutomationSpec> = fc.record({
  on: fc.oneof(fc.constantFrom('created' as const, 'moved' as const, 'moved' as const, 'moved' as const), stage),
  conditions: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, conditions),
  actions: fc.array(action, { minLength: 1, maxLength: 6, size: 'max' }),
});

const some = fc.nat({ max: 11 });
const meanwhile = fc.constantFrom<Mishap>(
  'none',
  'none',
  'cancel',
  'disable',
  'worker dies',
  'worker dies',
  'worker dies',
);
const create = fc.record({
  do: fc.constant('create' as const),
  value: money.filter((value) => value.length < 12),
  name: names.map((name) => name.trim()),
  meanwhile,
});
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: create },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('move' as const), order: some, stage, meanwhile }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('retry' as const), execution: some, meanwhile }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), execution: some }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('switch' as const),
      automation: some,
      on: fc.constantFrom(true, true, true, false),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('advance' as const), hours: fc.constantFrom(1, 2, 3, 24, 48) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('disturb' as const), forgetful: fc.boolean(), deaf: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), server: fc.nat({ max: 1 }) }) },
);

/** Random automations, and what happens to those who use them; somebody creates an order first. */
export const stories: fc.Arbitrary<Story> = fc.record({
  automations: fc.array(automation, { minLength: 1, maxLength: 3, size: 'max' }),
  commands: fc
    .tuple(create, fc.array(command, { minLength: 1, maxLength: 24, size: 'max' }))
    .map(([first, rest]) => [first, ...rest]),
});
