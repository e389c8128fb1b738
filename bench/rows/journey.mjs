import { playSameWork, STEPS, verifyEffects, WORKSPACES } from '../support/contest.mjs';
import { recordCheck } from './ours.mjs';

const effect = (step) => ({ type: 'insert_effect', params: { step, note: 'Ana' } });

const WORK = { BENCH_WORK: 'journey' };

/** A journey: an action, a wait for an event of the contact (by default its reply), a branch on it, and two more actions. */
export const journeyOn = (trigger, event = 'whatsapp.message_received') => ({
  name: 'Journey',
  trigger: { type: trigger },
  actions: [
    { key: 'ask', ...effect(0) },
    { key: 'reply', type: 'wait_for_event', params: { event, timeout: '30d' } },
    {
      key: 'answer',
      type: 'branch',
      arms: [
        {
          name: 'replied',
          conditions: {
            logic: 'AND',
            conditions: [{ field: 'steps.reply.output.matched', operator: 'equals', value: true }],
          },
          actions: [effect(1), effect(2)],
        },
      ],
      otherwise: [effect(3)],
    },
  ],
});

async function startOurs(stage, database, environment) {
  const driver = await stage.ours(database, { WORKSPACE_CONCURRENCY: '50', ...environment, ...WORK });
  await driver.call('makeWorkspaces', { count: WORKSPACES, automations: [journeyOn('contact.created')] });
  return driver;
}

const ours = {
  name: 'journey',
  title: 'a journey: an action, a wait for a reply, a branch, two actions; one process',
  play: (stage, { seconds, environment = {} }) =>
    playSameWork(stage, {
      name: 'journey',
      seconds,
      window: 1_000,
      // The start and the reply; the wait and the branch are steps too.
      verify: recordCheck({ events: 2, steps: STEPS + 2 }),
      start: (database) => startOurs(stage, database, environment),
    }),
};

const dbos = {
  name: 'journey-dbos',
  title: 'the same journey with DBOS.recv and DBOS.send',
  play: (stage, { seconds }) =>
    playSameWork(stage, {
      name: 'journey-dbos',
      seconds,
      window: 200,
      verify: verifyEffects,
      start: (database) => stage.helper('dbos', { DATABASE_URL: database.url, REDIS_URL: stage.redis.url, ...WORK }),
    }),
};

export const journeyRows = [ours, dbos];
