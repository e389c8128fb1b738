import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '../../src/kernel/ids.js';
import { IdempotencySweep } from '../../src/platform/idempotency/idempotency-sweep.service.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startTestServer } from '../support/test-server.js';

const CREATE = 'mutation { createContact(input: { name: "Ana" }) { id name tags { id } } }';
const BOOTSTRAP_API_KEY = 'crm_0123456789abcdef';

let database: TestDatabase;
const started: ServerProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.kill()));
  await database.drop();
});

/** The answer's text and code; undefined if the server died before it answered. */
async function ask(url: string, key: string, idempotencyKey: string) {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${key}`,
    'idempotency-key': idempotencyKey,
  };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: CREATE }),
  }).catch(() => undefined);
  const text = await response?.text();
  if (!response || !text) return undefined;
  const code = (JSON.parse(text) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;
  return { text, code, retryAfter: response.headers.get('retry-after') };
}

const contacts = () => database.query<{ id: string }>(`SELECT id FROM contact WHERE name = 'Ana'`);

/** Repeats the request until it is no longer in progress. */
async function settledAnswer(url: string, key: string, idempotencyKey: string) {
  for (;;) {
    const answer = await ask(url, key, idempotencyKey);
    if (answer?.code !== 'CONFLICT') return answer;
  }
}

it('makes one change for 20 simultaneous requests to two processes, and answers each the same or that it is in progress', async () => {
  const servers = [await startTestServer({}, { database }), await startTestServer({}, { database })];
  const { key } = await servers[0]!.client();

  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(servers[n % 2]!.url, key, 'k')));

  const [told, underWay] = [answers.filter((each) => !each!.code), answers.filter((each) => each!.code)];
  expect(new Set(told.map((each) => each!.text)).size).toBe(1);
  for (const each of underWay) expect(each).toMatchObject({ code: 'CONFLICT', retryAfter: '1' });
  expect(await contacts()).toHaveLength(1);
  for (const { url } of servers) expect((await ask(url, key, 'k'))!.text).toBe(told[0]!.text);
  await Promise.all(servers.map((server) => server.stop()));
});

it('answers that a request is in progress, and releases the key when that request fails', async () => {
  const server = await startTestServer({}, { database });
  const { key } = await server.client();
  const lock = await locked('contact');
  const first = ask(server.url, key, 'k');
  await someoneWaits();

  expect(await ask(server.url, key, 'k')).toMatchObject({
    code: 'CONFLICT',
    retryAfter: '1',
    text: expect.stringContaining('in progress'),
  });
  await database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  expect((await first)!.code).toBe('INTERNAL');
  await lock.release();

  expect((await settledAnswer(server.url, key, 'k'))!.code).toBeUndefined();
  expect(await contacts()).toHaveLength(1);
  await server.stop();
});

describe('a process that is killed', () => {
  const start = () => {
    const server = ServerProcess.start({ DATABASE_URL: database.url, BOOTSTRAP_API_KEY, SWEEP_SECONDS: '3600' });
    started.push(server);
    return server;
  };

  it('after the commit but before the answer leaves the answer to the next request', async () => {
    const first = start();
    const url = await first.ready();
    // The contact in the answer is read after the commit; this lock delays it.
    const lock = await locked('contact_tag');
    const unheard = ask(url, BOOTSTRAP_API_KEY, 'k');
    while ((await contacts()).length === 0) await pause(20);
    await someoneWaits();
    await first.kill();
    expect(await unheard).toBeUndefined();
    await lock.release();

    const again = await start().ready();
    const answer = await settledAnswer(again, BOOTSTRAP_API_KEY, 'k');
    const [{ id }] = (await contacts()) as [{ id: string }];
    expect(JSON.parse(answer!.text)).toEqual({ data: { createContact: { id, name: 'Ana', tags: [] } } });
    expect((await ask(again, BOOTSTRAP_API_KEY, 'k'))!.text).toBe(answer!.text);
    expect(await contacts()).toHaveLength(1);
  });

  it('during its COMMIT leaves both the change and its key, or neither', async () => {
    const first = start();
    const url = await first.ready();
    // Events are sent in one message with COMMIT: Postgres has received it, but has not reached the COMMIT.
    const lock = await locked('event');
    const unheard = ask(url, BOOTSTRAP_API_KEY, 'k');
    await someoneWaits();
    await first.kill();
    expect(await unheard).toBeUndefined();
    await lock.release();

    const answer = await settledAnswer(await start().ready(), BOOTSTRAP_API_KEY, 'k');
    expect(JSON.parse(answer!.text)).toMatchObject({ data: { createContact: { name: 'Ana' } } });
    expect(await contacts()).toHaveLength(1);
  });
});

it('deletes keys after 24 hours, and no younger ones', async () => {
  const server = await startTestServer({}, { database });
  const { key, workspaceId } = await server.client();
  await ask(server.url, key, 'old');
  await database.query(
    `
    INSERT INTO idempotency_key (id, workspace_id, actor_id, key, request_hash)
    SELECT gen_random_uuid(), $1, $2, n::text, '' FROM generate_series(1, 1200) n`,
    [workspaceId, newId()],
  );
  await database.advanceClock('23h');
  await ask(server.url, key, 'young');
  await database.advanceClock('2h');

  await server.app.get(IdempotencySweep, { strict: false }).sweep();

  expect(await database.query(`SELECT key FROM idempotency_key`)).toEqual([{ key: 'young' }]);
  await server.stop();
});

/** Locks a table against reads and writes until it is released. */
async function locked(table: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${table}`);
  return { release: async () => void (await client.query('COMMIT'), await client.end()) };
}

async function someoneWaits(): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await database.query(waiting)).length === 0) await pause(20);
}
