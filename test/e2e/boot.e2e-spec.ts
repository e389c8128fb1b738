import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { anAutomation, send, type Sale } from '../support/sale.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { WebhookReceiver, status, type Reply } from '../support/webhook-receiver.js';

let database: TestDatabase;
let folder: string;
let receiver: WebhookReceiver | undefined;
const started: ServerProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'crm-boot-'));
  // As root, Postgres runs as the user nobody, which must be able to enter the folder.
  await chmod(folder, 0o755);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.kill()));
  await receiver?.close();
  receiver = undefined;
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts with the test's own database and folder. */
function start(environment: Record<string, string> = {}): ServerProcess {
  const server = ServerProcess.start({ DATABASE_URL: database.url, DATA_DIR: folder, ...environment });
  started.push(server);
  return server;
}

it('reports every mistake in the configuration and exits with 1', async () => {
  const server = start({
    PORT: 'many',
    ROLE: 'boss',
    DATABASE_URL: 'mysql://localhost/crm',
    KEY_PEPPER: 'short',
    GRAPHIQL: 'perhaps',
  });
  expect(await server.exit()).toBe(1);
  for (const name of ['PORT', 'ROLE', 'DATABASE_URL', 'KEY_PEPPER', 'GRAPHIQL'])
    expect(server.errors).toMatch(new RegExp(`^ +${name}: `, 'm'));
  expect(server.errors).not.toMatch(/\n +at /);
});

it('refuses an example key and the demo in production, with everything else that production needs', async () => {
  const server = start({
    NODE_ENV: 'production',
    DEMO: 'true',
    BOOTSTRAP_API_KEY: 'crm_0123456789abcdef',
    DATABASE_URL: '',
  });
  expect(await server.exit()).toBe(1);
  expect(server.errors).toMatch(/^ +BOOTSTRAP_API_KEY: refused with NODE_ENV=production$/m);
  expect(server.errors).toMatch(/^ +DEMO=true: refused with NODE_ENV=production$/m);
  expect(server.errors).toMatch(/^ +DATABASE_URL: required with NODE_ENV=production$/m);
  expect(server.errors).toMatch(/^ +KEY_PEPPER: required with NODE_ENV=production$/m);
  expect(server.errors).toMatch(/^ +ENCRYPTION_KEYS: required with NODE_ENV=production$/m);
});

it('says which port is in use and what to do, and exits with 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const server = start({ PORT: String(port) });
  expect(await server.exit()).toBe(1);
  expect(server.errors.trim().split('\n').at(-1)).toBe(
    `Port ${port} is in use: stop the process that uses it, or set PORT to another one.`,
  );
  other.close();
});

it('says that the database does not answer, and exits with 1', async () => {
  const server = start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/crm' });
  expect(await server.exit()).toBe(1);
  expect(server.errors.trim()).toBe('The database does not answer: start it, or correct DATABASE_URL.');
});

it('prints its address, answers there, and accepts the given key for the demo workspace', async () => {
  const server = start({ BOOTSTRAP_API_KEY: 'crm_0123456789abcdef' });
  const url = await server.ready();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  expect(server.demoKey()).toBe('crm_0123456789abcdef');
  expect(await send(await server.demo(), 'Automations')).toMatchObject({ edges: [{}, {}, {}, {}] });
  expect(await server.end()).toBe(0);
});

it('keeps its data and its key after a restart', async () => {
  const first = start();
  const contact = await send(await first.demo(), 'CreateContact', { input: { name: 'Kept' } });
  expect(await first.end()).toBe(0);

  const second = start();
  expect(await send(await second.demo(), 'ContactById', { id: contact.id })).toMatchObject({ name: 'Kept' });
  expect(second.demoKey()).toBe(first.demoKey());
  expect(await send(await second.demo(), 'Automations')).toMatchObject({ edges: [{}, {}, {}, {}] });
  expect(await second.end('SIGTERM')).toBe(0);
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'finishes a running call on %s, records it, and exits with 0',
  async (signal) => {
    let answer = () => undefined as void;
    const held: Reply = (response, incoming) => (answer = () => status(200)(response, incoming));
    receiver = await WebhookReceiver.start(held);
    const server = start({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
    const client = await server.demo();
    const pipeline = await send<Sale['pipeline']>(client, 'CreatePipeline', {
      input: { name: 'Service', stages: ['Open', 'Done'] },
    });
    const order = await send(client, 'CreateOrder', { input: { pipelineId: pipeline.id } });
    const actions = [
      { key: 'tell', type: 'webhook', params: { url: `${receiver.url}/hook` } },
      { key: 'tag', type: 'assign_tag', params: { tagName: 'Told' } },
    ];
    await send(client, 'CreateAutomation', {
      input: anAutomation({ actions, trigger: { type: 'order.stage_changed', config: { pipelineId: pipeline.id } } }),
    });
    await send(client, 'MoveOrder', { id: order.id, stageId: pipeline.stages[1]!.id });
    await receiver.received(1);

    const exit = server.end(signal);
    answer();

    expect(await exit).toBe(0);
    const rows = await database.query(
      `SELECT e.status, s.key, s.status AS step, s.attempts FROM execution e JOIN step s ON s.execution_id = e.id ORDER BY s.index`,
    );
    expect(rows[0]).toMatchObject({ key: 'tell', step: 'SUCCEEDED', attempts: 1 });
    expect(['QUEUED', 'SUCCEEDED']).toContain(rows[0]!.status);

    const again = start();
    const { edges } = await untilDone(await again.demo());
    expect(edges).toMatchObject([
      {
        node: {
          status: 'SUCCEEDED',
          steps: [
            { key: 'tell', attempts: 1 },
            { key: 'tag', status: 'SUCCEEDED' },
          ],
        },
      },
    ]);
    expect(receiver.requests).toHaveLength(1);
  },
  60_000,
);

type Log = { edges: { node: { status: string } }[] };

// Another process does the work, so read the log through the API.
async function untilDone(client: Parameters<typeof send>[0]): Promise<Log> {
  for (;;) {
    const log = await send<Log>(client, 'Executions', { filter: { triggerType: 'order.stage_changed' } });
    if (log.edges.every(({ node }) => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(node.status))) return log;
  }
}

it('starts its own Postgres in DATA_DIR when no database is configured, and keeps its data', async () => {
  const first = start({ DATABASE_URL: '' });
  const contact = await send(await first.demo(), 'CreateContact', { input: { name: 'Kept' } });
  expect(await first.end()).toBe(0);

  const second = start({ DATABASE_URL: '' });
  expect(await send(await second.demo(), 'ContactById', { id: contact.id })).toMatchObject({ name: 'Kept' });
  expect(second.demoKey()).toBe(first.demoKey());
  expect(await second.end()).toBe(0);
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'stops its own Postgres when %s arrives before it is ready',
  async (signal, code) => {
    const server = start({ DATABASE_URL: '' });
    const pidFile = join(folder, 'postgres', 'cluster', 'postmaster.pid');
    while (!existsSync(pidFile)) await turn();

    expect(await server.end(signal)).toBe(code);

    while (existsSync(pidFile)) await turn();
  },
  60_000,
);
