import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { answer } from '../support/helper.mjs';
import { effectsOf, payloadOf, POOL, STEPS } from './insert-effect.mjs';
import { burst, pause, steady } from './load.mjs';

const { DATABASE_URL: url } = process.env;
const effects = effectsOf(url);

// A plain step: one commit for its effect and one for its record. A datasource transaction makes a third.
const automation = DBOS.registerWorkflow(
  async ({ contact }) => {
    const execution = DBOS.workflowID;
    for (const step of STEPS)
      await DBOS.runStep(() => effects.insert(execution, step, contact.name), { name: `insert${step}` });
  },
  { name: 'automation' },
);

const REPLY = 'reply';

/** Callbacks for when a workflow begins to wait for its reply. */
const asleep = new Map();

// Its branch is plain code, which DBOS does not record; in ours it is a step.
const journey = DBOS.registerWorkflow(
  async ({ contact }) => {
    const execution = DBOS.workflowID;
    const insert = (step) =>
      DBOS.runStep(() => effects.insert(execution, step, contact.name), { name: `insert${step}` });
    const [ask, ...answers] = STEPS;
    await insert(ask);
    asleep.get(execution)?.();
    const reply = await DBOS.recv(REPLY, { timeoutSeconds: 86_400 });
    if (reply !== null) for (const step of answers) await insert(step);
  },
  { name: 'journey' },
);

/** The same with a reply, sent after a pause once the workflow waits; resolves with the pause in milliseconds. */
async function converse() {
  const workflowID = randomUUID();
  const waits = new Promise((resolve) => asleep.set(workflowID, resolve));
  const handle = await DBOS.startWorkflow(journey, { workflowID })(payloadOf(workflowID));
  await waits;
  asleep.delete(workflowID);
  const paused = await pause();
  await DBOS.send(workflowID, { text: 'Yes' }, REPLY);
  await handle.getResult();
  return paused;
}

/** Resolves when the workflow's end is recorded. */
async function submit() {
  const workflowID = randomUUID();
  const handle = await DBOS.startWorkflow(automation, { workflowID })(payloadOf(workflowID));
  await handle.getResult();
}

const perform = process.env.BENCH_WORK === 'journey' ? converse : submit;

const silent = () => undefined;
const logger = { info: silent, debug: silent, warn: console.error, error: console.error };
DBOS.setConfig({ name: 'yardstick', systemDatabaseUrl: url, systemDatabasePoolSize: POOL, logger });
await DBOS.launch();

answer({
  burst: (options) => burst(perform, options),
  steady: (options) => steady(perform, options),
  stop: async () => {
    await DBOS.shutdown();
    await effects.end();
  },
});
