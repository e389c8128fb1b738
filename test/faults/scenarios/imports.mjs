import { killAndReplace } from '../support/strikes.mjs';
import { delay, until } from '../support/wait.mjs';
import { graphql } from '../support/world.mjs';

const ROWS = 20_000;
const KILLS = 3;
const DONE_WITHIN_MS = 120_000;

const IMPORT = 'mutation ($input: ImportContactsInput!) { importContacts(input: $input) { id } }';
const OPERATION = 'query ($id: ID!) { bulkOperation(id: $id) { status done succeeded failed } }';

// Who is in the middle of a batch: its transaction is open, and the contacts are inserted or being inserted.
const IMPORTING = `
  SELECT usename AS name FROM pg_stat_activity
  WHERE usename LIKE 'worker%' AND datname = current_database() AND xact_start IS NOT NULL AND query LIKE '%INSERT INTO contact AS c (id, workspace_id%'`;

const WRONG = `
  SELECT n.phone, count(c.id) AS contacts, count(e.id) AS events
  FROM (SELECT '+59891' || lpad(i::text, 7, '0') AS phone FROM generate_series(1, $1::int) i) n
  LEFT JOIN contact c ON c.phone = n.phone
  LEFT JOIN event e ON e.entity_id = c.id AND e.type = 'contact.created'
  GROUP BY n.phone HAVING count(c.id) <> 1 OR count(e.id) <> 1 LIMIT 5`;

const rows = Array.from({ length: ROWS }, (_, n) => `Imported ${n + 1},+59891${String(n + 1).padStart(7, '0')}`);

async function killWhileImporting(scenario) {
  const [{ key }] = scenario.world;
  const send = (query, variables) => graphql(scenario.livingApis[0].url, key, { query, variables, within: 30_000 });
  const input = { csv: ['name,phone', ...rows].join('\n'), trigger: false };
  const { id } = await send(IMPORT, { input });
  for (let kills = 0; kills < KILLS; kills += 1) {
    let victim;
    await until(
      async () => {
        const [importing] = await scenario.query(IMPORTING);
        victim = scenario.living.find(({ name }) => name === importing?.name);
        return victim !== undefined;
      },
      { within: DONE_WITHIN_MS, every: 5 },
    );
    await killAndReplace(scenario, victim);
    await delay(500);
  }
  let operation;
  await until(async () => (operation = await send(OPERATION, { id })).status === 'DONE', { within: DONE_WITHIN_MS });
  scenario.note(`${ROWS} rows, ${KILLS} workers killed in the middle of a batch`);
  if (operation.succeeded !== ROWS) scenario.finds(`an import of ${ROWS} rows ended with ${JSON.stringify(operation)}`);
  const wrong = await scenario.query(WRONG, [ROWS]);
  if (wrong.length > 0) scenario.finds('rows that are not imported once, with one event', { wrong });
}

export const importScenarios = [
  {
    name: 'import-killed',
    title: 'kill -9 of the worker that imports 20,000 rows, in the middle of a batch',
    spreadMs: 6_000,
    play: killWhileImporting,
  },
];
