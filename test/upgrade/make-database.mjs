/**
 * Writes test/upgrade/release-VERSION.sql: a database as that release leaves it, with executions in every state that an
 * upgrade may find. Run it with the release's own build and an empty database of a Postgres that `pg_dump` can read:
 *
 *     git worktree add /tmp/release 187336d && (cd /tmp/release && npm ci && npm run build) && createdb crm_release
 *     node test/upgrade/make-database.mjs /tmp/release/dist postgres://postgres@127.0.0.1/crm_release > test/upgrade/release-0.1.0.sql
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';

const [dist, databaseUrl] = process.argv.slice(2);
const KEY = 'crm-upgrade-test-admin-key-0001';

/** External servers: /503 refuses, /410 is gone, /silent never answers, the gateway accepts without reporting. */
const heard = new Map();
const outside = createServer((request, response) => {
  const path = request.url.includes('/messages') ? '/messages' : request.url;
  heard.set(path, (heard.get(path) ?? 0) + 1);
  request.resume().on('end', () => {
    if (path !== '/silent' && path !== '/messages')
      response.writeHead(Number(path.slice(1)), { 'retry-after': '3600' }).end();
  });
}).listen(0, '127.0.0.1');
await once(outside, 'listening');
const base = `http://127.0.0.1:${outside.address().port}`;

const server = spawn(process.execPath, [join(resolve(dist), 'main.js')], {
  env: {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'fatal',
    DATABASE_URL: databaseUrl,
    DEMO: 'true',
    BOOTSTRAP_API_KEY: KEY,
    // The key of every test (see Config).
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 'crm-automations-test').toString('base64')}`,
    OUTBOUND_ALLOWLIST: '127.0.0.1/32',
    WHATSAPP_BASE_URL: base,
    WHATSAPP_TOKEN: 'token',
    WHATSAPP_PHONE_NUMBER_ID: '1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let said = '';
server.stdout.on('data', (piece) => (said += piece));
const url = await until(() => /^ready on (\S+)$/m.exec(said)?.[1]);

async function send(query, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const { createPipeline: pipeline } = await send(
  `mutation { createPipeline(input: { name: "Upgrade", stages: ["New", "Won"] }) { id stages { id name } } }`,
);
const { createContact: contact } = await send(
  `mutation($input: CreateContactInput!) { createContact(input: $input) { id } }`,
  {
    input: {
      name: 'Carla Dias',
      phone: '+5511999990009',
      email: 'carla@example.org',
      customFields: { hooks: base, size: 12.5, tags: ['a', 'b'] },
    },
  },
);
await send(`mutation { receiveMessage(input: { phone: "+5511999990009", text: "Good morning" }) { id } }`);
await send(`mutation { rotateWebhookSecret { secret } }`);

const task = (key, more = {}) => ({
  key,
  type: 'create_task',
  params: { title: `${key} of {{ order.name }}` },
  ...more,
});
const hook = (key, path, more = {}) => ({
  key,
  type: 'webhook',
  params: { url: `{{ contact.customFields.hooks }}${path}`, payload: { order: '{{ order.name }}' } },
  ...more,
});
const text = (key) => ({ key, type: 'send_whatsapp_text', params: { text: 'Thank you for {{ order.name }}' } });

/** Each case: its own automation, an order that starts it, and the state in which it is left. */
const STORIES = [
  {
    name: 'Succeeded',
    actions: [
      task('only'),
      {
        ...hook('secret', ''),
        params: { url: `${base}/200`, headers: { authorization: 'Bearer secret-of-the-receiver' } },
      },
    ],
    left: "status = 'SUCCEEDED'",
  },
  { name: 'Failed', actions: [task('before'), hook('gone', '/410'), task('after')], left: "status = 'FAILED'" },
  { name: 'Sleeping', actions: [task('before'), task('after', { delay: '1d' })], left: "status = 'SLEEPING'" },
  { name: 'Retrying', actions: [task('before'), hook('refused', '/503'), task('after')], left: "status = 'SLEEPING'" },
  { name: 'Settled later', actions: [text('thanks'), task('after')], left: "status = 'SLEEPING'" },
  { name: 'Never settled', actions: [text('thanks'), task('after')], left: "status = 'SLEEPING'" },
  {
    name: 'Disabled',
    actions: [task('before'), task('after', { delay: '1d' })],
    left: "status = 'SLEEPING'",
    disable: true,
  },
  {
    name: 'Half done',
    actions: [task('before'), hook('silent', '/silent'), task('after')],
    orders: 8,
    left: "status = 'RUNNING'",
  },
];

for (const { name, actions, orders = 1, left, disable } of STORIES) {
  const input = {
    name,
    trigger: { type: 'order.stage_changed', config: { pipelineId: pipeline.id } },
    conditions: { logic: 'AND', conditions: [{ field: 'order.name', operator: 'contains', value: name }] },
    actions,
  };
  const { createAutomation: automation } = await send(
    `mutation($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }`,
    { input },
  );
  for (let index = 0; index < orders; index += 1) {
    // Without a contact each order is its own subject; the contact is read for the webhook's address.
    const { createOrder: order } = await send(
      `mutation($input: CreateOrderInput!) { createOrder(input: $input) { id } }`,
      { input: { name: `${name} ${index + 1}`, contactId: contact.id, pipelineId: pipeline.id, value: '250.00' } },
    );
    await send(`mutation($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id } }`, {
      id: order.id,
      stageId: pipeline.stages[1].id,
    });
  }
  await until(async () => {
    const { executions } = await send(
      `query($id: ID) { executions(first: 100, filter: { automationId: $id }) { edges { node { status } } } }`,
      { id: automation.id },
    );
    const statuses = executions.edges.map(({ node }) => node.status);
    return statuses.length === orders && statuses.includes(/'(\w+)'/.exec(left)[1]);
  });
  if (disable)
    await send(`mutation($id: ID!) { setAutomationEnabled(id: $id, enabled: false) { id } }`, { id: automation.id });
}
await until(() => heard.get('/silent') === 5);
server.kill('SIGKILL');
await once(server, 'exit');
outside.closeAllConnections();
outside.close();

const { stdout, status } = spawnSync(
  'pg_dump',
  ['--inserts', '--rows-per-insert=50', '--no-owner', '--no-comments', databaseUrl],
  { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28 },
);
if (status !== 0) process.exit(1);
// Settings and psql commands of one version, which another version does not know.
process.stdout.write(
  String(stdout)
    .split('\n')
    .filter((line) => !/^(SET |\\|--|$|SELECT pg_catalog\.set_config)/.test(line))
    .join('\n'),
);

async function until(look) {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
