import { killAndReplace, killAt } from '../support/strikes.mjs';

const ENTRIES = { single: 3, restart: 3, once: 1, debounced: 3 };

const either = (scenario) =>
  scenario.repeat(3, async (turn) => killAndReplace(scenario, await scenario.victim(turn % 2 ? 'api' : 'worker')));

const atPoint = (name, title, { point, mix }) => ({
  name,
  title,
  spreadMs: 10_000,
  apis: 2,
  mix,
  play: (scenario) => scenario.repeat(3, () => killAt(scenario, point)),
});

/** Executions that may enter once, one at a time or in place of another, and executions that an event ends. */
export const entryScenarios = [
  {
    name: 'entries',
    title: 'kill -9 of workers and API processes, many events for one contact',
    spreadMs: 10_000,
    apis: 2,
    mix: ENTRIES,
    play: either,
  },
  {
    name: 'stops',
    title: 'kill -9 of workers and API processes, events that end executions 0 to 50 ms after a send',
    spreadMs: 10_000,
    apis: 2,
    mix: { stopped: 1 },
    play: either,
  },
  atPoint('kill-at-entry', 'kill -9 while it is written who entered', { point: 10, mix: ENTRIES }),
  atPoint('kill-at-stop', 'kill -9 while an event ends an execution', { point: 9, mix: { stopped: 1 } }),
];
