import fc from 'fast-check';
import { stage, type Stage } from './steps.js';

type By = 'CONTACT' | 'ORDER';

/** The settings of an automation: who may enter, where its order may move without ending it, and how many may start. */
export interface Rules {
  reentry?: {
    mode: 'EVERY_EVENT' | 'ONE_AT_A_TIME' | 'RESTART' | 'ONCE';
    by: By;
    cooldownHours: number | null;
  };
  stopWhen?: Stage | 'moved';
  throttle?: { limit: number; perHours: number; by: 'CONTACT' | 'AUTOMATION'; over: 'DELAY' | 'DROP' };
  debounce?: { quietHours: number; maxHours: number };
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
  by: fc.constantFrom('CONTACT' as const, 'AUTOMATION' as const),
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
