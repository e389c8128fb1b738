import { playSameWork, STEPS, verifyEffects, WORKSPACES } from '../support/contest.mjs';

/** The automation of the common work: two conditions and three steps. */
export const automation = {
  name: 'Bench',
  trigger: { type: 'contact.created' },
  conditions: {
    logic: 'AND',
    conditions: [
      { field: 'contact.city', operator: 'equals', value: 'Recife' },
      { field: 'contact.phone', operator: 'exists' },
    ],
  },
  actions: Array.from({ length: STEPS }, (_, step) => ({
    type: 'insert_effect',
    params: { step, note: '{{ trigger.contact.name }}' },
  })),
};

const RECORD = `
  SELECT (SELECT count(*) FROM event)::int AS events, (SELECT count(*) FROM decision)::int AS decisions, (SELECT count(*) FROM outbox)::int AS outbox,
    (SELECT count(*) FROM execution WHERE status = 'SUCCEEDED')::int AS succeeded, (SELECT count(*) FROM execution WHERE status <> 'SUCCEEDED')::int AS others,
    (SELECT count(*) FROM step WHERE status = 'SUCCEEDED' AND output IS NOT NULL AND completed_at IS NOT NULL)::int AS steps`;

/** Creates a check that throws unless the expected events, decisions, executions, steps and effects are recorded. */
export function recordCheck({ events, steps }) {
  return async ({ stage, database, executions }) => {
    await verifyEffects({ stage, database, executions });
    const [found] = await stage.query(database.name, RECORD);
    const expected = {
      events: events * executions,
      decisions: events * executions,
      outbox: 0,
      succeeded: executions,
      others: 0,
      steps: steps * executions,
    };
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(`On record is ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  };
}

const verify = recordCheck({ events: 1, steps: STEPS });

async function startOurs(stage, database, { cap, workers = 0, environment }) {
  const settings = { WORKSPACE_CONCURRENCY: String(cap), ...environment };
  const driver = await stage.ours(database, { ...settings, ROLE: workers > 0 ? 'api' : 'all' });
  driver.others = await Promise.all(
    Array.from({ length: workers }, () => stage.ours(database, { ...settings, ROLE: 'worker' })),
  );
  await driver.call('makeWorkspaces', { count: WORKSPACES, automations: [automation] });
  return driver;
}

const ourRow = ({ name, title, cap, workers, isSteady }) => ({
  name,
  title,
  play: (stage, { seconds, environment = {} }) =>
    playSameWork(stage, {
      name,
      seconds,
      isSteady,
      // In one process the end of each event's execution is awaited; with workers, Postgres counts the open executions.
      command: workers ? 'flood' : 'burst',
      window: 1_000,
      verify,
      start: (database) => startOurs(stage, database, { cap, workers, environment }),
    }),
});

/** The common work in this product: at a cap that never limits, at the usual one, and with separate workers. */
export const oursRows = [
  ourRow({ name: 'ours', title: 'ours, cap 50, one process', cap: 50, isSteady: true }),
  ourRow({ name: 'ours-5', title: 'ours, cap 5, one process', cap: 5, isSteady: false }),
  ourRow({ name: 'ours-split', title: 'ours, cap 50, API + 2 workers', cap: 50, workers: 2, isSteady: false }),
];
