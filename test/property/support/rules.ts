import fc from 'fast-check';
import { few, type Group } from './naive-conditions.js';
import { stage, STAGES, type Stage } from './steps.js';

type By = 'CONTACT' | 'ORDER';

/** The settings of an automation: who may enter, what ends it, how many may start, and when it may write. */
export interface Rules {
  reentry?: {
    mode: 'EVERY_EVENT' | 'ONE_AT_A_TIME' | 'RESTART' | 'ONCE';
    by: By;
    cooldownHours: number | null;
  };
  stopWhen?: Stage | 'moved';
  throttle?: { limit: number; perHours: number; by: 'CONTACT' | 'AUTOMATION' | 'WORKSPACE'; over: 'DELAY' | 'DROP' };
  debounce?: { quietHours: number; maxHours: number };
  onlyWhile?: Group;
  /** When contacts may be written to, every day: how many hours after the story's start that begins, and how long it lasts. */
  open?: { inHours: number; forHours: number };
}

const reentry = fc.record({
  mode: fc.constantFrom(
    'EVERY_EVENT' as const,
    'ONE_AT_A_TIME' as const,
    'RESTART' as const,
    'RESTART' as const,
    'ONCE' as const,
  ),
  by: fc.constantFrom('CONTACT' as const, 'ORDER' as const),
  cooldownHours: fc.constantFrom(null, null, 2, 24),
});

const throttle = fc.record({
  limit: fc.constantFrom(1, 2),
  perHours: fc.constantFrom(1, 3, 24),
  // Only two automations with a throttle of the workspace count together.
  by: fc.constantFrom('CONTACT' as const, 'AUTOMATION' as const, 'WORKSPACE' as const, 'WORKSPACE' as const),
  over: fc.constantFrom('DELAY' as const, 'DROP' as const),
});

const debounce = fc.constantFrom(
  { quietHours: 3, maxHours: 3 },
  { quietHours: 2, maxHours: 2 },
  { quietHours: 3, maxHours: 24 },
);

const stopWhen = fc.oneof(stage, fc.constant('moved' as const));

/** Who may enter; a throttle and a debounce exclude each other. */
export const entryRules: fc.Arbitrary<Rules> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ reentry }) },
  { weight: 2, arbitrary: fc.record({ throttle }) },
  { weight: 2, arbitrary: fc.record({ debounce }) },
  { weight: 2, arbitrary: fc.record({ reentry, throttle }) },
  { weight: 2, arbitrary: fc.record({ reentry, debounce }) },
);

/** What ends an execution, alone or with who may enter. */
export const stopRules: fc.Arbitrary<Rules> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ stopWhen }) },
  { weight: 1, arbitrary: fc.record({ reentry, stopWhen }) },
  { weight: 1, arbitrary: fc.record({ throttle, stopWhen }) },
);

const inStage = fc.record({ operator: fc.constantFrom('equals', 'not_equals'), value: fc.constantFrom(...STAGES) });
const onlyWhile: fc.Arbitrary<Group> = fc.oneof(
  { weight: 1, arbitrary: few },
  {
    weight: 3,
    arbitrary: inStage.map((test) => ({ logic: 'AND' as const, conditions: [{ field: 'order.stage.name', ...test }] })),
  },
);

// Between two of the hours to which a story moves the clock, and so are the up to 15 minutes over which messages are spread.
const open = fc.record({
  inHours: fc.constantFrom(-6.5, -0.5, 0.5, 1.5, 2.5, 20.5),
  forHours: fc.constantFrom(2, 7, 12),
});

/** When an automation may write, alone or with what ends an execution. */
export const writingRules: fc.Arbitrary<Rules> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ onlyWhile }) },
  { weight: 3, arbitrary: fc.record({ open }) },
  { weight: 2, arbitrary: fc.record({ onlyWhile, open }) },
  { weight: 1, arbitrary: fc.record({ open, stopWhen }) },
);
