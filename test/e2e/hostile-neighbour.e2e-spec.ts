import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ON_ANSWERS, ON_CHECKS, ON_INPUTS, type Attack, type Attacker } from '../support/attacks.js';
import { makeSale, send, type Sale } from '../support/sale.js';
import { ServerProcess } from '../support/server-process.js';
import { slowness } from '../support/slowness.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { clientOf, type Client } from '../support/test-server.js';

const ATTACKS: Attack[] = [...ON_ANSWERS, ...ON_INPUTS, ...ON_CHECKS];
const PRODUCTION = {
  NODE_ENV: 'production',
  KEY_PEPPER: 'a pepper of production',
  ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 1).toString('base64')}`,
  WHATSAPP_APP_SECRET: 'the secret of an app',
  RATE_LIMIT: '0',
};
/** The maximum 99th percentile of the event loop delay on an otherwise idle machine, in milliseconds. */
const P99_MS = 200;
const ORDERS = 5;

const FAT = `INSERT INTO contact (id, workspace_id, name, custom_fields)
  SELECT gen_random_uuid(), $1, 'Fat', jsonb_build_object('x', repeat('y', 60000)) FROM generate_series(1, 100)`;
const MANY = `INSERT INTO "order" (id, workspace_id, name, value, contact_id, pipeline_id, stage_id)
  SELECT gen_random_uuid(), $1, 'Beans', 1, $2, $3, $4 FROM generate_series(1, 100)`;

// Starts its own processes, and each attack lasts as long as the neighbour works.
jest.setTimeout(360_000);

let database: TestDatabase;
let folder: string;
let server: ServerProcess;
let url: string;
let attacker: Attacker;
let neighbour: Client;
let sale: Sale;
/** How slow the machine was at the last measurement, after the previous attack. */
let pace: number;

/** Creates a workspace as an operator does; resolves with a client that has its key. */
async function workspace(name: string): Promise<Client> {
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url, ...PRODUCTION };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../dist/cli.js', import.meta.url)), 'create', name],
    { env },
  );
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return clientOf(url, /^workspace +(\S+)$/m.exec(said)![1]!, /^key +(\S+)$/m.exec(said)![1]!);
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'crm-hostile-'));
  await chmod(folder, 0o755);
  server = ServerProcess.start({ DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'error', ...PRODUCTION });
  url = await server.ready();
  const client = await workspace('Attacker');
  neighbour = await workspace('Neighbour');
  const own = await makeSale(client);
  await database.query(FAT, [client.workspaceId]);
  await database.query(MANY, [client.workspaceId, own.contact.id, own.pipeline.id, own.pipeline.stages[0]!.id]);
  attacker = {
    url,
    client,
    database,
    contactId: own.contact.id,
    pipelineId: own.pipeline.id,
    stages: own.pipeline.stages,
  };
  sale = await makeSale(neighbour);
  // The first run compiles and plans, which is not what this test measures.
  await work();
  pace = slowness();
});

afterAll(async () => {
  await server.kill();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The work of another workspace meanwhile: it creates orders and moves them. */
async function work(): Promise<void> {
  for (let n = 0; n < ORDERS; n++) {
    const order = await send(neighbour, 'CreateOrder', {
      input: { name: `Order ${n}`, contactId: sale.contact.id, pipelineId: sale.pipeline.id },
    });
    await send(neighbour, 'MoveOrder', { id: order.id, stageId: sale.pipeline.stages[1]!.id });
  }
}

/** The 99th percentile of the event loop delay since the last call, in milliseconds. */
async function p99(): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics)![1]) * 1_000;
}

/** Repeats the attacks while the neighbour works. Resolves with the loop's delay and its limit, in milliseconds. */
async function measure(attacks: Attack[]): Promise<{ delay: number; most: number }> {
  const before = pace;
  await p99();
  let isWorking = true;
  const again = async (attack: Attack) => {
    do await attack.run(attacker);
    while (isWorking);
  };
  const attacking = attacks.map(again);
  try {
    await work();
  } finally {
    isWorking = false;
    await Promise.all(attacking);
  }
  const delay = await p99();
  pace = slowness();
  return { delay, most: P99_MS * Math.max(before, pace) };
}

it.each(ATTACKS)('keeps the event loop responsive for another workspace under $name', async (attack) => {
  const { delay, most } = await measure([attack]);
  expect(delay).toBeLessThan(most);
});

it('keeps the event loop responsive for another workspace under all of them at once', async () => {
  const { delay, most } = await measure(ATTACKS);

  expect(delay).toBeLessThan(most);
  expect(await neighbour.raw(`{ orders(first: 1) { edges { node { stage { name } } } } }`)).toEqual({
    data: { orders: { edges: [{ node: { stage: { name: 'Talking' } } }] } },
  });
});
