import type { StoredEvent } from '../../src/platform/events/stored-event.js';
import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { WebhookSecrets } from '../../src/actions/webhook-secrets/webhook-secrets.js';
import { resealTokens } from '../../src/automations/addresses/hook-addresses.js';
import { AutomationIndex } from '../../src/automations/rules/automation-index.js';
import { ask } from '../support/drafts.js';
import { rotateSecrets } from '../../src/executions/upkeep/secret-rotation.js';
import { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { SecretBox, UnreadableSecretError } from '../../src/platform/secrets/secret-box.js';
import { wholeDatabase } from '../support/state.js';
import { clientOf, startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { WebhookReceiver, type Reply } from '../support/webhook-receiver.js';
import { Workshop } from '../support/workshop.js';

const keyOf = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [oldKey, newKey] = [keyOf('old'), keyOf('new')];
const AUTHORIZATION = 'Bearer hush-hush';
const OTHER = { contact: { phone: '+5511999990001' } };

let server: TestServer;
let receiver: WebhookReceiver;
let client: Client;
let shop: Workshop;
let printed: string[];

const start = (keys: string, database?: TestServer['database']) =>
  startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32', ENCRYPTION_KEYS: keys, LOG_LEVEL: 'trace' }, { database });

beforeEach(async () => {
  printed = [];
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((text) => Boolean(printed.push(String(text))));
  receiver = await WebhookReceiver.start();
  server = await start(oldKey);
  client = await server.client('admin');
  shop = await Workshop.open(client);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
  await receiver.close();
});

const call = (headers: object = { authorization: AUTHORIZATION, 'x-shop': '{{ order.name }}' }, more = {}) => ({
  key: 'call',
  type: 'webhook',
  params: { url: receiver.url, headers },
  ...more,
});
const input = (actions: object[]) => ({ name: 'Call', trigger: { type: 'order.created' }, actions });

type Shown = { id: string; actions: { key: string; params: { headers: Record<string, string> } }[] };
const create = async (actions: object[] = [call()]) =>
  (await client.send<{ createAutomation: Shown }>('CreateAutomation', { input: input(actions) })).createAutomation;
const update = (id: string, change: object) =>
  client.answer<{ updateAutomation: Shown }>('UpdateAutomation', { id, input: change });
const shown = async (id: string) =>
  (
    await client.raw<{ automation: Shown }>(`query ($id: ID!) { automation(id: $id) { id actions { key params } } }`, {
      id,
    })
  ).data.automation;

/** Creates an order and resolves with the webhook request that it caused. */
async function called() {
  const ended = server.ended(client.workspaceId);
  await shop.order({ name: 'Beans' });
  await ended;
  return receiver.requests.at(-1)!;
}

it('sends a secret header and stores it in plain text nowhere', async () => {
  const { id, actions } = await create();
  expect((await called()).headers).toMatchObject({ authorization: AUTHORIZATION, 'x-shop': 'Beans' });

  const masked = { authorization: '•••', 'x-shop': '•••' };
  expect([actions[0]!.params.headers, (await shown(id)).actions[0]!.params.headers]).toEqual([masked, masked]);
  const [execution] = await shop.executions();
  expect(execution!.steps[0]!.input).toMatchObject({ headers: masked });
  const kept = await wholeDatabase(server.database);
  expect(kept).toContain('sealed:old:');
  expect(kept).toContain('Beans');
  expect([kept, printed.join('')].filter((text) => /hush-hush/.test(text))).toEqual([]);
  expect(printed.join('')).toContain('Execution SUCCEEDED');
});

it('treats a mask sent back as the stored secret', async () => {
  const { id, actions } = await create();
  expect((await update(id, { name: 'Renamed' })).errors).toBeUndefined();
  expect(
    (await update(id, { actions: [...actions, { key: 'task', type: 'create_task', params: { title: 'After' } }] }))
      .errors,
  ).toBeUndefined();
  expect((await called()).headers).toMatchObject({ authorization: AUTHORIZATION, 'x-shop': 'Beans' });

  await update(id, { actions: [call({ authorization: 'Bearer another', 'x-shop': '•••' })] });
  expect((await called()).headers).toMatchObject({ authorization: 'Bearer another', 'x-shop': 'Beans' });
});

it('copies secrets with their automation, encrypted for the copy', async () => {
  const { id } = await create();
  const { duplicateAutomation: copy } = await client.send<{ duplicateAutomation: Shown }>('DuplicateAutomation', {
    id,
  });
  await client.send('DeleteAutomation', { id });
  await client.send('SetAutomationEnabled', { id: copy.id, enabled: true });
  expect((await called()).headers).toMatchObject({ authorization: AUTHORIZATION });
});

it('refuses a mask without a stored secret, and an invalid template in a secret', async () => {
  const { id } = await create();
  const details = async (answer: Promise<{ errors?: { extensions: { details?: unknown[] } }[] }>) =>
    (await answer).errors![0]!.extensions.details;
  const nothing = (index: number, name: string) => ({
    path: ['actions', index, 'params', 'headers', name],
    message: expect.stringContaining('There is no stored secret'),
  });

  expect(
    await details(client.answer('CreateAutomation', { input: input([call({ authorization: '•••' })]) })),
  ).toMatchObject([nothing(0, 'authorization')]);
  expect(
    await details(
      update(id, {
        actions: [
          call({ 'x-new': '•••' }),
          call(undefined, { key: 'other', params: { url: receiver.url, headers: { authorization: '•••' } } }),
        ],
      }),
    ),
  ).toMatchObject([nothing(0, 'x-new'), nothing(1, 'authorization')]);
  expect(await details(update(id, { actions: [call({ authorization: '{{ order.nonsense }}' })] }))).toMatchObject([
    { path: ['actions', 0, 'params', 'headers', 'authorization'] },
  ]);
});

it('decrypts a secret only where it was stored', async () => {
  const { id } = await create();
  const other = await create([call({ authorization: 'x' })]);
  const headers = `'{actions,0,params,headers}'`;
  const takenFrom = `(SELECT body #> ${headers} FROM definition WHERE automation_id = $1)`;
  const rules = async () => {
    const { lookup } = await server.app
      .get(AutomationIndex, { strict: false })
      .listeners({ workspaceId: client.workspaceId, type: 'order.created' }, String(Number.MAX_SAFE_INTEGER));
    return Object.fromEntries(
      lookup
        .allFor({ type: 'order.created' } as StoredEvent)
        .map(({ automationId, rule }) => [automationId, rule instanceof UnreadableSecretError]),
    );
  };
  expect(await rules()).toEqual({ [id]: false, [other.id]: false });

  await server.database.query(
    `UPDATE definition SET body = jsonb_set(body, ${headers}, ${takenFrom}) WHERE automation_id = $2`,
    [id, other.id],
  );
  expect(await rules()).toEqual({ [id]: false, [other.id]: true });
  // Within the same automation, from one header to another.
  const swapped = `jsonb_build_object('x-shop', body #> '{actions,0,params,headers,authorization}')`;
  await server.database.query(
    `UPDATE definition SET body = jsonb_set(body, ${headers}, ${swapped}) WHERE automation_id = $1`,
    [id],
  );
  expect(await rules()).toEqual({ [id]: true, [other.id]: true });
});

it('sends a stored secret only to the address it was given for', async () => {
  const { id } = await create();
  const spy = await WebhookReceiver.start();
  const elsewhere = (url: string) =>
    update(id, { actions: [call({ authorization: '•••' }, { params: { url, headers: { authorization: '•••' } } })] });

  for (const url of [`${spy.url}/`, '{{ order.name }}', receiver.url.replace('http://', 'https://')]) {
    expect((await elsewhere(url)).errors).toMatchObject([
      {
        extensions: {
          details: [
            {
              path: ['actions', 0, 'params', 'headers', 'authorization'],
              message: expect.stringContaining('another address'),
            },
          ],
        },
      },
    ]);
  }
  expect((await elsewhere(`${receiver.url}/other/path`)).errors).toBeUndefined();
  expect(await called()).toMatchObject({ path: '/other/path', headers: { authorization: AUTHORIZATION } });
  expect(spy.requests).toEqual([]);
  await spy.close();
});

it('masks secrets that a receiver returns', async () => {
  const echo: Reply = (response, { headers }) => void response.writeHead(200).end(JSON.stringify(headers));
  const complaint: Reply = (response, { headers }) =>
    void response.writeHead(400).end(`Wrong: ${headers.authorization}`);
  receiver.reply(echo, complaint);
  await create();
  await called();
  await called();

  const [echoed, failed] = await shop.executions();
  expect(echoed!.steps[0]!.output!.body).toContain('"authorization":"•••"');
  expect(failed!.steps[0]!.error!.message).toBe('The receiver answered HTTP 400: Wrong: •••');
  expect([await wholeDatabase(server.database), printed.join('')].filter((text) => text.includes('hush-hush'))).toEqual(
    [],
  );
});

it('lets an automation be repaired whose secrets can no longer be decrypted', async () => {
  const { id } = await create();
  await called();
  await server.stop();
  server = await start(newKey, server.database);
  client = clientOf(server.url, client.workspaceId, client.key);
  shop = await Workshop.open(client, OTHER);

  expect((await shown(id)).actions[0]!.params.headers).toEqual({ authorization: '•••', 'x-shop': '•••' });
  expect(
    (await update(id, { name: 'Renamed' })).errors![0]!.extensions.details!.map(({ path }) => path.at(-1)).sort(),
  ).toEqual(['authorization', 'x-shop']);
  expect((await update(id, { actions: [call()] })).errors).toBeUndefined();
  const { secret } = (
    await client.raw<{ rotateWebhookSecret: { secret: string } }>(`mutation { rotateWebhookSecret { secret } }`)
  ).data.rotateWebhookSecret;
  const { body, headers } = await called();
  expect(headers).toMatchObject({ authorization: AUTHORIZATION });
  expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({});
});

it('creates one signing secret per workspace, even for simultaneous requests', async () => {
  const secrets = server.app.get(WebhookSecrets, { strict: false });
  const [another] = await secrets.secretsOf((await server.client()).workspaceId);
  const asked = await Promise.all(Array.from({ length: 20 }, () => secrets.secretsOf(client.workspaceId)));

  expect(new Set(asked.map(String)).size).toBe(1);
  expect(asked[0]).toEqual([expect.stringMatching(/^whsec_[\w+/]{43}=$/)]);
  expect(asked[0]).not.toContain(another);
});

it("signs with the workspace's secret, and for a day also with the previous one", async () => {
  await create();
  await called();
  const rotate = async () =>
    (
      await client.raw<{ rotateWebhookSecret: { secret: string; previousUntil: string | null } }>(
        `mutation { rotateWebhookSecret { secret previousUntil } }`,
      )
    ).data.rotateWebhookSecret;
  const verifies = async (secret: string) => {
    const { body, headers } = await called();
    // The receiver uses this machine's clock, and so does the signature.
    try {
      return Boolean(new Webhook(secret).verify(body, headers as Record<string, string>));
    } catch {
      return false;
    }
  };

  const first = await rotate();
  expect(first.previousUntil).not.toBeNull();
  expect(await verifies(first.secret)).toBe(true);
  const second = await rotate();
  expect([await verifies(first.secret), await verifies(second.secret)]).toEqual([true, true]);
  await server.advance('25 hours');
  expect([await verifies(first.secret), await verifies(second.secret)]).toEqual([false, true]);
  expect(await wholeDatabase(server.database)).not.toContain('whsec_');

  const editor = clientOf(server.url, client.workspaceId, await server.keyFor(client.workspaceId, 'editor'));
  expect((await editor.raw(`mutation { rotateWebhookSecret { secret } }`)).errors![0]!.extensions.code).toBe(
    'FORBIDDEN',
  );
});

describe('a rotation', () => {
  const rotated = (keys: string) =>
    rotateSecrets(server.app.get(Database, { strict: false }), new SecretBox(Config.from({ ENCRYPTION_KEYS: keys })), [
      resealTokens,
    ]);

  it('re-encrypts all secrets with a new key, after which the old one is not needed', async () => {
    await create();
    await called();
    await client.raw(`mutation { rotateWebhookSecret { secret } }`);
    expect(await rotated(`${newKey},${oldKey}`)).toEqual({ resealed: 2, unreadable: [] });
    expect(await rotated(`${newKey},${oldKey}`)).toEqual({ resealed: 0, unreadable: [] });
    expect(await wholeDatabase(server.database)).not.toContain('sealed:old:');

    await server.stop();
    server = await start(newKey, server.database);
    const ended = server.ended(client.workspaceId);
    await clientOf(server.url, client.workspaceId, client.key).send('CreateOrder', {
      input: { name: 'Tea', pipelineId: shop.pipelineId },
    });
    await ended;
    expect(receiver.requests.at(-1)!.headers).toMatchObject({ authorization: AUTHORIZATION, 'x-shop': 'Tea' });
  });

  it('finds secrets in the arms of branches', async () => {
    const conditions = { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 1 }] };
    await create([
      { key: 'size', type: 'branch', arms: [{ name: 'big', conditions, actions: [] }], otherwise: [call()] },
    ]);
    expect(await wholeDatabase(server.database)).toContain('sealed:old:');
    expect(await rotated(`${newKey},${oldKey}`)).toEqual({ resealed: 1, unreadable: [] });
    expect(await wholeDatabase(server.database)).not.toContain('sealed:old:');
  });

  it('finds secrets in drafts', async () => {
    const { id } = await create([{ type: 'create_task', params: { title: 'Call' } }]);
    await ask(client, 'save', { id, input: { actions: [call()] } });
    expect(await wholeDatabase(server.database)).toContain('sealed:old:');
    expect(await rotated(`${newKey},${oldKey}`)).toEqual({ resealed: 1, unreadable: [] });
    expect(await wholeDatabase(server.database)).not.toContain('sealed:old:');

    await server.stop();
    server = await start(newKey, server.database);
    const later = clientOf(server.url, client.workspaceId, client.key);
    await ask(later, 'publish', { id });
    const ended = server.ended(client.workspaceId);
    await later.send('CreateOrder', { input: { name: 'Tea', pipelineId: shop.pipelineId } });
    await ended;
    expect(receiver.requests.at(-1)!.headers).toMatchObject({ authorization: AUTHORIZATION, 'x-shop': 'Tea' });
  });

  it('finds the addresses of automations, and the secrets of their triggers', async () => {
    const secret = 'correct-horse-battery';
    const stop = { type: 'stop', params: { reason: 'Enough' } };
    const id = await shop.automate([stop], { name: 'Called', trigger: { type: 'webhook', config: { secret } } });
    const { data } = await client.raw<{ automation: { inboundUrl: string } }>(
      `query ($id: ID!) { automation(id: $id) { inboundUrl } }`,
      { id },
    );
    expect(await rotated(`${newKey},${oldKey}`)).toEqual({ resealed: 2, unreadable: [] });
    expect(await wholeDatabase(server.database)).not.toContain('sealed:old:');

    await server.stop();
    server = await start(newKey, server.database);
    const response = await fetch(`${server.url}${data.automation.inboundUrl}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: '{}',
    });
    expect([response.status, await response.json()]).toEqual([202, { accepted: true }]);
  });

  it('can run beside processes that have both keys', async () => {
    await server.stop();
    server = await start(`${newKey},${oldKey}`, server.database);
    client = clientOf(server.url, client.workspaceId, client.key);
    shop = await Workshop.open(client, OTHER);
    const { id } = await create();
    expect(await wholeDatabase(server.database)).toContain('sealed:new:');
    await rotated(`${oldKey},${newKey}`);
    expect(await wholeDatabase(server.database)).not.toContain('sealed:new:');
    expect((await update(id, { name: 'Renamed' })).errors).toBeUndefined();
    expect((await called()).headers).toMatchObject({ authorization: AUTHORIZATION });
  });

  it('skips what it cannot decrypt, and reports it', async () => {
    await create([call({ authorization: 'first' })]);
    const broken = await create([call({ authorization: 'second' })]);
    await create([call({ authorization: 'third' })]);
    await server.database.query(
      `UPDATE definition SET body = jsonb_set(body, '{actions,0,params,headers,authorization}', '"sealed:old:AAAA"') WHERE automation_id = $1`,
      [broken.id],
    );

    expect(await rotated(`${newKey},${oldKey}`)).toEqual({
      resealed: 2,
      unreadable: [expect.stringContaining('was changed, or belongs elsewhere')],
    });
  });

  it('does not mistake a text that looks encrypted for a secret', async () => {
    const text = 'sealed:old:AAAA';
    await create([call({ authorization: text }), { key: 'task', type: 'create_task', params: { title: text } }]);
    await rotated(`${newKey},${oldKey}`);
    await server.stop();
    server = await start(newKey, server.database);
    client = clientOf(server.url, client.workspaceId, client.key);
    shop = await Workshop.open(client, OTHER);

    expect((await called()).headers).toMatchObject({ authorization: text });
    expect(await shop.executions()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  it('encrypts what an older version stored in plain text, and sends it in the meantime', async () => {
    const { id } = await create();
    const clear = JSON.stringify({ authorization: AUTHORIZATION });
    await server.database.query(
      `UPDATE definition SET body = jsonb_set(body, '{actions,0,params,headers}', $2) WHERE automation_id = $1`,
      [id, clear],
    );
    expect((await shown(id)).actions[0]!.params.headers).toEqual({ authorization: '•••' });
    expect((await called()).headers).toMatchObject({ authorization: AUTHORIZATION });

    await rotated(oldKey);
    expect(await wholeDatabase(server.database)).not.toContain('hush-hush');
  });
});
