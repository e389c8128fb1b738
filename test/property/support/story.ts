import fc from 'fast-check';
import { conditions, money, names, type Group } from './naive-conditions.js';
import { richest } from './richest.js';
import { entryRules, stopRules, writingRules, type Rules } from './rules.js';
import {
  actions,
  allOf,
  journey,
  short,
  speaking,
  stage,
  STAGES,
  waiting,
  type Stage,
  type StepSpec,
} from './steps.js';

/** When an automation starts: an order is created, moves at all, or moves to a stage. */
export interface AutomationSpec {
  on: 'created' | 'moved' | Stage;
  conditions: Group | null;
  steps: StepSpec[];
  rules: Rules;
}

/** What happens while the next call of an order is under way; a stage is where somebody moves it. */
export type Mishap = 'none' | 'cancel' | 'disable' | 'worker dies' | Stage;

/** What somebody does, or what goes wrong; numbers stand for what there is by then of orders, automations and executions that this can be done to, counted round. */
export type Command =
  | { do: 'create'; value: string; name: string; contact: number; meanwhile: Mishap }
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

/**
 * How much may happen at once: anything; or an event is dispatched before another execution begins, where it matters which
 * of the two comes first; or only one step at a time, where who may start depends on executions of other orders.
 */
export type Pace = 'free' | 'in turn' | 'step by step';

/** The pace at which a story has one outcome. */
export function paceOf({ automations }: Pick<Story, 'automations'>): Pace {
  if (automations.some(({ rules: given }) => Object.keys(given).length > 0)) return 'step by step';
  const waits = automations.some(({ steps }) => allOf(steps).some(({ does }) => does === 'wait'));
  return waits ? 'in turn' : 'free';
}

type Kind = { steps: fc.Arbitrary<StepSpec[]>; given: fc.Arbitrary<Rules>; often: boolean };

const automationOf = ({ steps, given, often }: Kind): fc.Arbitrary<AutomationSpec> =>
  fc.record({
    on: fc.oneof(
      { weight: 1, arbitrary: fc.constant('created' as const) },
      { weight: often ? 8 : 3, arbitrary: fc.constant('moved' as const) },
      { weight: 4, arbitrary: stage },
    ),
    conditions: fc.oneof({ weight: often ? 9 : 3, arbitrary: fc.constant(null) }, conditions),
    steps,
    rules: given,
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
  ...STAGES,
);
const create = fc.record({
  do: fc.constant('create' as const),
  value: money.filter((value) => value.length < 12),
  name: names.map((name) => name.trim()),
  contact: fc.constantFrom(0, 0, 1),
  meanwhile,
});
const advance = fc.record({ do: fc.constant('advance' as const), hours: fc.constantFrom(1, 1, 1, 2, 3, 24, 48) });

const commandOf = ({ often }: Pick<Kind, 'often'>): fc.Arbitrary<Command> =>
  fc.oneof(
    { weight: 2, arbitrary: create },
    {
      weight: often ? 14 : 8,
      arbitrary: fc.record({ do: fc.constant('move' as const), order: some, stage, meanwhile }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('retry' as const), execution: some, meanwhile }) },
    { weight: often ? 1 : 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), execution: some }) },
    {
      weight: often ? 1 : 3,
      arbitrary: fc.record({
        do: fc.constant('switch' as const),
        automation: some,
        on: fc.constantFrom(true, true, true, false),
      }),
    },
    { weight: 5, arbitrary: advance },
    {
      weight: often ? 2 : 3,
      arbitrary: fc.record({ do: fc.constant('disturb' as const), forgetful: fc.boolean(), deaf: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), server: fc.nat({ max: 1 }) }) },
  );

const storyOf = (kind: Kind): fc.Arbitrary<Story> =>
  richest(
    fc.record({
      automations: fc.array(automationOf(kind), { minLength: 1, maxLength: 3, size: 'max' }),
      commands: fc
        .tuple(create, fc.array(commandOf(kind), { minLength: 1, maxLength: 24, size: 'max' }))
        .map(([first, rest]) => [first, ...rest]),
    }),
  );

const none = fc.constant<Rules>({});

/** Random automations, and what happens to those who use them; somebody creates an order first. */
export const stories: fc.Arbitrary<Story> = fc.oneof(
  { weight: 1, arbitrary: storyOf({ steps: actions, given: none, often: false }) },
  { weight: 2, arbitrary: storyOf({ steps: journey, given: none, often: true }) },
  { weight: 3, arbitrary: storyOf({ steps: short, given: entryRules, often: true }) },
  { weight: 2, arbitrary: storyOf({ steps: waiting, given: stopRules, often: true }) },
  { weight: 2, arbitrary: storyOf({ steps: speaking, given: writingRules, often: true }) },
);
