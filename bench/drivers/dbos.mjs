import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { answer } from '../support/helper.mjs';
import { effectsOf, payloadOf, POOL, STEPS } from './insert-effect.mjs';
import { burst, steady } from './load.mjs';

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

/** Resolves when the workflow's end is recorded. */
async function submit() {
  const workflowID = randomUUID();
  const handle = await DBOS.startWorkflow(automation, { workflowID })(payloadOf(workflowID));
  await handle.getResult();
}

const silent = () => undefined;
const logger = { info: silent, debug: silent, warn: console.error, error: console.error };
DBOS.setConfig({ name: 'yardstick', systemDatabaseUrl: url, systemDatabasePoolSize: POOL, logger });
await DBOS.launch();

answer({
  burst: (options) => burst(submit, options),
  steady: (options) => steady(submit, options),
  stop: async () => {
    await DBOS.shutdown();
    await effects.end();
  },
});
