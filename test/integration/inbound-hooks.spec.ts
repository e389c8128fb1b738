import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { InboundHooks } from '../../src/automations/inbound/inbound-hooks.service.js';
import { LIMITS } from '../../src/kernel/limits.js';
import { clientOf, startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

const SIGNING = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const BEARER = 'correct-horse-battery-staple';
const TASK = {
  key: 'task',
  type: 'create_task',
  params: { title: '{{ body.customer.name }} bought {{ body.items.size }}' },
};

let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(() => server.close());

const urlOf = async (id: string, by = client) =>
  (
    await by.raw<{ automation: { inboundUrl: string | null } }>(
      `query ($id: ID!) { automation(id: $id) { inboundUrl } }`,
      { id },
    )
  ).data.automation.inboundUrl;

/** Creates an automation; resolves with it and its full address. */
async function hook(config: object = {}, more: object = {}): Promise<{ id: string; url: string }> {
  const id = await shop.automate([TASK], { trigger: { type: 'webhook', config }, ...more });
  return { id, url: `${server.url}${await urlOf(id)}` };
}

type Answer = { status: number; body: { message?: string; accepted?: boolean }; retryAfter: string | null };

async function call(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as Answer['body'],
    retryAfter: response.headers.get('retry-after'),
  };
}

/** The headers of a request signed by the reference library; `at` is in seconds from the database's current time. */
async function signed(body: string, { id = 'msg_1', at = 0, secret = SIGNING } = {}): Promise<Record<string, string>> {
  const [row] = await server.database.query<{ now: Date }>(`SELECT clock_now() AS now`);
  const sentAt = new Date(row!.now.getTime() + at * 1_000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
  };
}

const received = () => shop.events('webhook.received');
const titles = async () =>
  (
    await server.database.query<{ title: string }>(`SELECT title FROM task WHERE workspace_id = $1 ORDER BY id`, [
      client.workspaceId,
    ])
  ).map(({ title }) => title);

it('stores the event before it answers 202, and starts the automation with the body', async () => {
  const { url } = await hook();

  expect(await call(url, { customer: { name: 'Ana' }, items: [1, 2] })).toMatchObject({
    status: 202,
    body: { accepted: true },
  });
  const events = await received();
  await server.quiet();

  expect(events).toHaveLength(1);
  expect(await titles()).toEqual(['Ana bought 2']);
  expect(await shop.decisions(events[0]!.id)).toMatchObject([{ outcome: 'STARTED' }]);
});

it('checks the conditions on the body and on some headers', async () => {
  const conditions = (field: string, value: unknown) => ({
    conditions: { logic: 'AND', conditions: [{ field, operator: 'equals', value }] },
  });
  const paid = await hook({}, { name: 'Paid', ...conditions('body.status', 'paid') });
  const pushed = await hook({}, { name: 'Pushed', ...conditions('headers.x-github-event', 'push') });

  await call(paid.url, { status: 'open' });
  await call(paid.url, { status: 'paid' });
  await call(pushed.url, {}, { 'x-github-event': 'push', authorization: 'Bearer secret', cookie: 'a=b' });
  await call(pushed.url, {});
  await server.quiet();

  expect((await shop.executions()).map(({ automation }) => automation.name)).toEqual(['Paid', 'Pushed']);
  const [row] = await server.database.query<{ headers: object }>(
    `SELECT payload -> 'headers' AS headers FROM event WHERE workspace_id = $1 AND payload -> 'headers' ? 'x-github-event'`,
    [client.workspaceId],
  );
  expect(Object.keys(row!.headers).sort()).toEqual(['content-type', 'user-agent', 'x-github-event']);
});

describe('the contact', () => {
  const REPLY = { key: 'tag', type: 'assign_tag', params: { tagName: 'Called' } };

  it('is found by the phone number in the body, in any notation, and never created', async () => {
    const id = await shop.automate([REPLY], {
      trigger: { type: 'webhook', config: { contact: { phone: 'customer.phone' } } },
      conditions: { logic: 'AND', conditions: [{ field: 'contact.name', operator: 'exists' }] },
    });
    const url = `${server.url}${await urlOf(id)}`;

    for (const phone of ['+55 (11) 99999-0000', 5511999990000, '+5511000000000', 'nonsense', null])
      expect((await call(url, { customer: { phone } })).status).toBe(202);
    expect((await call(url, { customer: 'nobody' })).status).toBe(202);
    await server.quiet();

    const [tags] = await server.database.query(`SELECT count(*)::int AS count FROM contact WHERE workspace_id = $1`, [
      client.workspaceId,
    ]);
    expect([(await shop.executions()).length, (await received()).length, tags]).toEqual([2, 6, { count: 1 }]);
  });

  it('is not found in another workspace', async () => {
    const stranger = await Workshop.open(await server.client(), { contact: { phone: '+5511977770000' } });
    const id = await shop.automate([REPLY], {
      trigger: { type: 'webhook', config: { contact: { phone: 'phone' } } },
    });
    await call(`${server.url}${await urlOf(id)}`, { phone: '+5511977770000' });
    await server.quiet();

    expect(stranger.contactId).toBeDefined();
    expect((await shop.executions()).map(({ status, error }) => [status, error!.code])).toEqual([
      ['FAILED', 'NO_CONTACT'],
    ]);
  });

  it('is required by a step that acts on one', async () => {
    const create = async (config: object, action: object = REPLY) => {
      const input = { name: 'Called', trigger: { type: 'webhook', config }, actions: [action] };
      const { errors } = await client.answer('CreateAutomation', { input });
      return errors?.[0]?.extensions.details ?? [];
    };
    const needs = (message: string) => [{ path: ['actions', 0, 'type'], message: expect.stringContaining(message) }];
    const wait = { type: 'wait_for_event', params: { event: 'task.created', timeout: '1d' } };
    const send = { type: 'send_whatsapp_text', params: { text: 'Hi' } };

    expect(await create({})).toEqual(needs('requires a contact or an order'));
    expect(await create({}, wait)).toEqual(needs('requires a contact or an order'));
    expect(await create({}, send)).toEqual(needs('requires a contact,'));
    for (const action of [REPLY, wait, send]) expect(await create({ contact: { phone: 'phone' } }, action)).toEqual([]);
    expect(await create({}, { type: 'create_task', params: { title: '{{ contact.name }}' } })).toMatchObject([
      { path: ['actions', 0, 'params', 'title'] },
    ]);
  });
});

describe('a repeated request', () => {
  it.each(['webhook-id', 'idempotency-key'])('with the same %s gets 202 and starts nothing', async (header) => {
    const { url } = await hook();
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(url, {}, { [header]: 'order-1' })));
    await call(url, {}, { [header]: 'order-2' });
    await server.quiet();

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect((await received()).length).toBe(2);
    expect((await shop.executions()).length).toBe(2);
  });

  it('counts as a new one for another automation, without a key, and after 24 hours', async () => {
    const [one, other] = [await hook(), await hook({}, { name: 'Other' })];
    for (const { url } of [one, other]) await call(url, {}, { 'webhook-id': 'a' });
    for (let n = 0; n < 2; n += 1) await call(one.url, {});
    expect((await received()).length).toBe(4);

    await server.database.advanceClock('23h 59m');
    await call(one.url, {}, { 'webhook-id': 'a' });
    expect((await received()).length).toBe(4);
    await server.database.advanceClock('2m');
    await call(one.url, {}, { 'webhook-id': 'a' });
    expect((await received()).length).toBe(5);
  });

  it('is stored when the first one was not', async () => {
    const { url } = await hook();
    const { query } = server.database;
    await query(
      `CREATE FUNCTION refuse_call() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'`,
    );
    await query(`CREATE TRIGGER refuse BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse_call()`);
    server.app.useLogger(false);
    expect((await call(url, {}, { 'webhook-id': 'a' })).status).toBe(500);
    await query('DROP TRIGGER refuse ON event');

    expect((await call(url, {}, { 'webhook-id': 'a' })).status).toBe(202);
    expect((await received()).length).toBe(1);
  });

  it('has its key deleted after 24 hours', async () => {
    const { url } = await hook();
    for (const id of ['a', 'b']) await call(url, {}, { 'webhook-id': id });
    await server.database.advanceClock('25h');
    await call(url, {}, { 'webhook-id': 'c' });
    await server.app.get(InboundHooks, { strict: false }).sweep();

    expect(
      await server.database.query(`SELECT key FROM hook_delivery WHERE workspace_id = $1`, [client.workspaceId]),
    ).toEqual([{ key: 'c' }]);
  });
});

describe('a secret', () => {
  it('for signatures accepts those of the reference library, within five minutes, and nothing else', async () => {
    const { url } = await hook({ secret: SIGNING });
    const body = '{"customer": {"name": "Caf\\u00e9"}}';
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    const good = await signed(body);

    const wrong = [
      {},
      await signed(body, { secret: other }),
      await signed(`${body} `),
      await signed(body, { at: -310 }),
      await signed(body, { at: 310 }),
      { ...good, 'webhook-id': 'msg_2' },
      { ...good, 'webhook-timestamp': 'now' },
      { ...good, 'webhook-signature': good['webhook-signature']!.slice(0, -4) },
      { authorization: `Bearer ${SIGNING}` },
    ];
    for (const headers of wrong) expect((await call(url, body, headers)).status).toBe(401);
    expect(await received()).toEqual([]);

    const rotated = { ...good, 'webhook-signature': `v1,AAAA ${good['webhook-signature']}` };
    expect((await call(url, body, rotated)).status).toBe(202);
    expect((await call(url, body, await signed(body, { id: 'msg_3', at: -290 }))).status).toBe(202);
    // Replaying an accepted request starts nothing.
    expect((await call(url, body, good)).status).toBe(202);
    expect((await received()).length).toBe(2);
  });

  it('in any other format is a bearer token', async () => {
    const { url } = await hook({ secret: BEARER });

    for (const authorization of ['', BEARER, `Bearer ${BEARER}x`, `Bearer ${BEARER.toUpperCase()}`, `Basic ${BEARER}`])
      expect((await call(url, {}, { authorization })).status).toBe(401);
    expect((await call(url, {})).status).toBe(401);
    expect((await call(url, {}, { authorization: `Bearer ${BEARER}` })).status).toBe(202);
    expect((await call(url, {}, { authorization: `bearer ${BEARER}` })).status).toBe(202);
  });

  it('is checked before the body is parsed', async () => {
    const { url } = await hook({ secret: BEARER });
    expect((await call(url, '{', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await call(url, '{', { authorization: `Bearer ${BEARER}` })).status).toBe(400);
  });

  it('is stored encrypted, returned as a mask, and kept by an update that sends the mask back', async () => {
    const { id, url } = await hook({ secret: BEARER, contact: { phone: 'phone' } });
    const config = async () =>
      (
        await client.raw<{ automation: { trigger: { config: Record<string, unknown> } } }>(
          `query ($id: ID!) { automation(id: $id) { trigger { config } } }`,
          { id },
        )
      ).data.automation.trigger.config;
    expect(await config()).toEqual({ secret: '•••', contact: { phone: 'phone' } });

    const trigger = { type: 'webhook', config: { secret: '•••', contact: { phone: 'customer.phone' } } };
    await client.send('UpdateAutomation', { id, input: { trigger } });
    expect(await config()).toEqual(trigger.config);
    expect((await call(url, {}, { authorization: `Bearer ${BEARER}` })).status).toBe(202);
    expect((await call(url, {}, { authorization: 'Bearer •••'.replaceAll('•', 'x') })).status).toBe(401);

    const tables = await server.database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const token = url.split('/').at(-1)!;
    for (const { name } of tables) {
      const [found] = await server.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM "${name}" t WHERE position($1 IN t::text) > 0 OR position($2 IN t::text) > 0`,
        [BEARER, token],
      );
      expect([name, found!.count]).toEqual([name, 0]);
    }
  });

  it('cannot be replaced by a mask if none is stored', async () => {
    const input = { name: 'Hook', trigger: { type: 'webhook', config: { secret: '•••' } }, actions: [TASK] };
    const { errors } = await client.answer('CreateAutomation', { input });
    expect(errors![0]!.extensions.details).toMatchObject([{ path: ['trigger', 'config', 'secret'] }]);
  });
});

describe('the address', () => {
  it('is shown to editors and admins, and only for this trigger', async () => {
    const { id } = await hook();
    const [viewer, editor] = await Promise.all(
      (['viewer', 'editor'] as const).map(async (role) =>
        clientOf(server.url, client.workspaceId, await server.keyFor(client.workspaceId, role)),
      ),
    );
    expect(await urlOf(id)).toMatch(/^\/hooks\/hook_[\w-]{43}$/);
    expect(await urlOf(id, editor)).toBe(await urlOf(id));
    expect(await urlOf(id, viewer)).toBeNull();
    expect(await urlOf(await shop.automate([{ type: 'stop', params: { reason: 'x' } }]))).toBeNull();
  });

  it('stays the same in all versions, and differs for a copy', async () => {
    const { id, url } = await hook();
    await client.send('UpdateAutomation', { id, input: { name: 'Renamed' } });
    await client.send('UpdateAutomation', {
      id,
      input: { trigger: shop.onStage('Won'), actions: [{ type: 'stop', params: { reason: 'x' } }] },
    });
    expect((await call(url, {})).status).toBe(404);
    await client.send('UpdateAutomation', { id, input: { trigger: { type: 'webhook' } } });
    expect(`${server.url}${await urlOf(id)}`).toBe(url);
    expect((await call(url, {})).status).toBe(202);

    const { data } = await client.raw<{ duplicateAutomation: { inboundUrl: string } }>(
      `mutation ($id: ID!) { duplicateAutomation(id: $id) { inboundUrl } }`,
      { id },
    );
    expect(`${server.url}${data.duplicateAutomation.inboundUrl}`).not.toBe(url);
  });

  it('answers 409 for a disabled automation, and 404 for a deleted or unknown one', async () => {
    const { id, url } = await hook();
    await client.raw(`mutation ($id: ID!) { setAutomationEnabled(id: $id, enabled: false) { id } }`, { id });
    expect((await call(url, {})).status).toBe(409);
    await client.raw(`mutation ($id: ID!) { deleteAutomation(id: $id) { id } }`, { id });
    expect((await call(url, {})).status).toBe(404);

    for (const token of ['x', `hook_${'A'.repeat(43)}`, `hook_${'%00'.repeat(43)}`, '..%2fgraphql', '%'])
      expect([400, 404]).toContain((await call(`${server.url}/hooks/${token}`, {})).status);
    expect(await received()).toEqual([]);
  });

  it('changes when it is rotated, and the old one is unknown then', async () => {
    const { id, url } = await hook();
    const rotate = (which: string) =>
      client.raw<{ rotateInboundUrl: { inboundUrl: string } }>(
        `mutation ($id: ID!) { rotateInboundUrl(id: $id) { inboundUrl } }`,
        { id: which },
      );

    const { data } = await rotate(id);
    const next = `${server.url}${data.rotateInboundUrl.inboundUrl}`;

    expect(`${server.url}${await urlOf(id)}`).toBe(next);
    expect([(await call(url, {})).status, (await call(next, {})).status]).toEqual([404, 202]);
    const other = await shop.automate([{ type: 'stop', params: { reason: 'x' } }]);
    expect((await rotate(other)).errors![0]!.extensions.code).toBe('ILLEGAL_STATE');
    const { data: audit } = await client.raw<{ auditLog: { edges: { node: { action: string } }[] } }>(
      `{ auditLog(first: 10) { edges { node { action } } } }`,
    );
    expect(audit.auditLog.edges.map(({ node }) => node.action)).toContain('automation.inbound_url_rotated');
  });

  it('reaches its own automation only', async () => {
    const [one] = [await hook({}, { name: 'One' }), await hook({}, { name: 'Other' })];
    await call(one.url, {});
    await server.quiet();

    expect((await shop.executions()).map(({ automation }) => automation.name)).toEqual(['One']);
    const [event] = await received();
    expect((await shop.decisions(event!.id)).map(({ automation }) => automation.name)).toEqual(['One']);
  });
});

describe('the body', () => {
  it.each([
    ['not JSON', '{"a":'],
    ['a list', '[]'],
    ['a text', '"a"'],
    ['null', 'null'],
    ['empty', ''],
    ['an object with an inexact number', '{"id": 12345678901234567890}'],
    ['nested too deeply', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`],
  ])('is refused with 400 when it is %s', async (_, body) => {
    const { url } = await hook();
    expect((await call(url, body)).status).toBe(400);
    expect(await received()).toEqual([]);
  });

  it('may contain any JSON', async () => {
    const { url } = await hook();
    const body = '{"__proto__": {"x": 1}, "constructor": 1, "a": "\\u0000 \\ud800", "": [], "n": null}';
    expect((await call(url, body, { 'content-type': 'text/plain' })).status).toBe(202);
    await server.quiet();
    expect((await shop.executions()).map(({ status }) => status)).toEqual(['FAILED']);
  });

  it('is limited to 64 KiB; a larger one is refused by its headers', async () => {
    const { url } = await hook();
    const filled = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - '{"a":""}'.length) });
    expect((await call(url, filled(LIMITS.maxHookBytes))).status).toBe(202);
    expect((await call(url, filled(LIMITS.maxHookBytes + 1))).status).toBe(413);
  });

  it('is not read for an unknown address', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      `POST /hooks/hook_${'A'.repeat(43)} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 60000\r\n\r\n{`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
    socket.destroy();
  });

  it.each(['', 'x'.repeat(201)])('is refused with the key %p', async (key) => {
    const { url } = await hook();
    expect((await call(url, {}, { 'idempotency-key': key })).status).toBe(400);
  });
});

it('limits the requests per minute of an automation, and tells when to retry', async () => {
  const { id, url } = await hook();
  const other = await hook({}, { name: 'Other' });
  const rate = server.app.get<{ ofHook: (id: string) => Promise<void> }>(
    (await import('../../src/platform/auth/rate-limit.service.js')).RateLimit,
    { strict: false },
  );
  for (let n = 0; n < LIMITS.hookCallsPerMinute; n += 1) await rate.ofHook(id);

  const refused = await call(url, {});
  expect(refused.status).toBe(429);
  expect(Number(refused.retryAfter)).toBeGreaterThan(0);
  expect((await call(other.url, {})).status).toBe(202);
});

it('limits requests to unknown addresses per minute, and still accepts those to known ones', async () => {
  const counting = await startTestServer();
  try {
    const its = await counting.client();
    const theirShop = await Workshop.open(its);
    const id = await theirShop.automate([TASK], { trigger: { type: 'webhook' } });
    const guess = async () => (await call(`${counting.url}/hooks/hook_${'A'.repeat(43)}`, {})).status;
    for (let n = 0; n < LIMITS.strangersPerMinute; n += 50)
      expect(new Set(await Promise.all(Array.from({ length: 50 }, guess)))).toEqual(new Set([404]));

    expect(await guess()).toBe(429);
    expect((await call(`${counting.url}${await urlOf(id, its)}`, {})).status).toBe(202);
  } finally {
    await counting.close();
  }
});
