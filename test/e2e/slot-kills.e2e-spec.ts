import pg from 'pg';
import { ServerProcess } from '../support/server-process.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

const CONTACTS = 900;
const KEYS = { ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 3).toString('base64')}`, KEY_PEPPER: 'pepper-of-this-test' };

let server: TestServer;
let client: Client;
let gate: pg.Client;
const workers: ServerProcess[] = [];

beforeAll(async () => {
  server = await startTestServer(KEYS);
  client = await server.client();
  gate = new pg.Client({ connectionString: server.database.url });
  await gate.connect();
});

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await gate.end();
  await server.database.drop();
});

async function startWorker(): Promise<ServerProcess> {
  const worker = ServerProcess.start({
    ...KEYS,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: server.database.url,
    DATABASE_POOL: '4',
  });
  workers.push(worker);
  await worker.ready();
  return worker;
}

const one = async <Row>(sql: string) => (await server.database.query<Row>(sql))[0]!;
const isAtGate = async () =>
  (
    await one<{ waits: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted) AS waits`,
    )
  ).waits;
const published = async () =>
  (await one<{ count: number }>(`SELECT count(*)::int AS count FROM event WHERE type = 'schedule.due'`)).count;

it('starts one execution for each contact, even if workers are killed within batches of a slot', async () => {
  const shop = await Workshop.open(client);
  const { query } = server.database;
  await query(
    `INSERT INTO contact (id, workspace_id, name) SELECT gen_random_uuid(), $1, 'c' || n FROM generate_series(2, $2) AS n`,
    [client.workspaceId, CONTACTS],
  );
  await shop.automate([{ key: 'end', type: 'stop', params: { reason: 'Enough' } }], {
    trigger: { type: 'schedule', config: { cron: '0 9 * * *', over: 'contacts' } },
  });
  // The events with these numbers wait at the gate with their transaction open.
  await query(`CREATE SEQUENCE published`);
  await query(`CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('published') IN (150, 500) THEN PERFORM pg_advisory_xact_lock(77); END IF; RETURN new; END $$`);
  await query(
    `CREATE TRIGGER pass BEFORE INSERT ON event FOR EACH ROW WHEN (new.type = 'schedule.due') EXECUTE FUNCTION pass()`,
  );
  await server.stop();
  await server.database.advanceClock('1 day');

  for (let kill = 0; kill < 2; kill += 1) {
    await gate.query('SELECT pg_advisory_lock(77)');
    const worker = await startWorker();
    while (!(await isAtGate()));
    await worker.kill();
    await gate.query('SELECT pg_advisory_unlock(77)');
  }
  const [first, second] = [await startWorker(), await startWorker()];
  while ((await published()) < CONTACTS);
  await server.quiet();

  expect(
    await query(
      `SELECT contact_id FROM event WHERE type = 'schedule.due' GROUP BY contact_id, payload ->> 'slot' HAVING count(*) > 1`,
    ),
  ).toEqual([]);
  expect(
    await one(`SELECT count(*)::int AS events, count(DISTINCT contact_id)::int AS contacts, count(DISTINCT payload ->> 'slot')::int AS slots
    FROM event WHERE type = 'schedule.due'`),
  ).toEqual({ events: CONTACTS, contacts: CONTACTS, slots: 1 });
  expect(await one(`SELECT count(*)::int AS count, count(DISTINCT event_id)::int AS events FROM execution`)).toEqual({
    count: CONTACTS,
    events: CONTACTS,
  });
  expect(await query(`SELECT FROM schedule_slot WHERE done_at IS NULL`)).toEqual([]);
  expect([await first.end('SIGTERM'), await second.end('SIGTERM')]).toEqual([0, 0]);
}, 360_000);
