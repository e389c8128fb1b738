import { killAndReplace, killAt } from '../support/strikes.mjs';

const REPLIES = { journey: 1 };

const atPoint = (name, title, point, more = {}) => ({
  name,
  title,
  spreadMs: 10_000,
  apis: 2,
  mix: REPLIES,
  play: (scenario) => scenario.repeat(3, () => killAt(scenario, point)),
  ...more,
});

/** Executions that send a message and wait for the reply, which comes within 50 ms through another process. */
export const journeyScenarios = [
  {
    name: 'replies',
    title: 'kill -9 of workers, replies 0 to 50 ms after the send',
    spreadMs: 10_000,
    apis: 2,
    mix: REPLIES,
    play: (scenario) => scenario.repeat(3, async () => killAndReplace(scenario, await scenario.victim('worker'))),
  },
  {
    name: 'replies-kill-api',
    title: 'kill -9 of API processes, replies 0 to 50 ms after the send',
    spreadMs: 10_000,
    apis: 2,
    mix: REPLIES,
    play: (scenario) => scenario.repeat(3, async () => killAndReplace(scenario, await scenario.victim('api'))),
  },
  {
    name: 'replies-at-the-deadline',
    title: 'kill -9 of workers and API processes, replies about when the waits end',
    spreadMs: 10_000,
    apis: 2,
    mix: { deadline: 1 },
    play: (scenario) =>
      scenario.repeat(3, async (turn) => killAndReplace(scenario, await scenario.victim(turn % 2 ? 'api' : 'worker'))),
  },
  atPoint('kill-at-arming', 'kill -9 while a wait is recorded', 6),
  atPoint('kill-at-looking', 'kill -9 between the look for a reply and the sleep', 7),
  atPoint('kill-at-meeting', 'kill -9 while a reply meets its wait', 8),
  atPoint('kill-at-timeout', 'kill -9 while a wait times out', 8, { mix: { silence: 1 } }),
];
