import { InboundWebhooks } from '../../src/crm/conversations/inbound/inbound-webhooks.service.js';
import { newId } from '../../src/kernel/ids.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { deliver, delivery, messages, post, signed, status, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';

type Row = {
  id: string;
  kind: string;
  text: string | null;
  payload: Record<string, unknown> | null;
  status: string;
  provider_message_id: string;
  error: { code: string } | null;
};

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer(WEBHOOK_ENV);
});

beforeEach(async () => {
  client = await server.client();
});

afterAll(() => server.close());

const stored = () =>
  server.database.query<Row>(`SELECT * FROM message WHERE workspace_id = $1 ORDER BY id`, [client.workspaceId]);
const events = async () =>
  (
    await server.database.query<{ type: string }>(`SELECT type FROM event WHERE workspace_id = $1 ORDER BY seq`, [
      client.workspaceId,
    ])
  ).map(({ type }) => type);
const bodies = () =>
  server.database.query(`SELECT * FROM inbound_webhook WHERE workspace_id = $1`, [client.workspaceId]);
const handshake = (query: Record<string, string>) =>
  fetch(`${server.url}/webhooks/whatsapp/${client.workspaceId}?${new URLSearchParams(query).toString()}`);
const text = (id: string, body = 'Hi') => ({ id, type: 'text', text: { body } });

it('returns the challenge only with the right verify token', async () => {
  const asked = {
    'hub.mode': 'subscribe',
    'hub.verify_token': WEBHOOK_ENV.WHATSAPP_VERIFY_TOKEN,
    'hub.challenge': '<b>1158201444</b>',
  };

  const answer = await handshake(asked);
  expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
    200,
    '<b>1158201444</b>',
    'text/plain; charset=utf-8',
  ]);
  expect((await handshake({ ...asked, 'hub.verify_token': 'guess' })).status).toBe(403);
  expect((await handshake({ ...asked, 'hub.mode': 'unsubscribe' })).status).toBe(403);
  expect((await handshake({})).status).toBe(403);
});

it('refuses a delivery whose signature is missing, wrong or for another body, and stores nothing', async () => {
  const body = messages(text('wamid.1'));

  expect(await post(server, client.workspaceId, { body, signature: null })).toBe(403);
  expect(await post(server, client.workspaceId, { body, signature: 'sha256=00' })).toBe(403);
  expect(await post(server, client.workspaceId, { body, signature: signed(body, 'another-secret') })).toBe(403);
  expect(await post(server, client.workspaceId, { body: `${body} `, signature: signed(body) })).toBe(403);
  expect(await bodies()).toEqual([]);
});

it('verifies the signature over the raw bytes, not over the parsed JSON', async () => {
  const body = messages(text('wamid.raw', 'caf\\u00e9  ')).replace('{', '{ \n');

  await deliver(server, client.workspaceId, body);

  expect(await stored()).toMatchObject([{ provider_message_id: 'wamid.raw' }]);
});

it('answers 404 for an unknown workspace, and 400 for a body that is not JSON', async () => {
  const body = messages(text('wamid.1'));

  expect(await post(server, newId(), { body })).toBe(404);
  expect(await post(server, 'nonsense', { body })).toBe(404);
  expect(await post(server, client.workspaceId, { body: '{"entry": [' })).toBe(400);
});

it('refuses everything while the secrets are not configured', async () => {
  const unset = await startTestServer();
  const { workspaceId } = await unset.client();
  const body = messages(text('wamid.1'));

  expect(await post(unset, workspaceId, { body, signature: signed(body, '') })).toBe(503);
  const answer = await fetch(
    `${unset.url}/webhooks/whatsapp/${workspaceId}?hub.mode=subscribe&hub.verify_token=&hub.challenge=1`,
  );
  expect([answer.status, ((await answer.json()) as { message: string }).message]).toEqual([
    503,
    'Set WHATSAPP_VERIFY_TOKEN to take webhooks of WhatsApp',
  ]);
  await unset.close();
});

it('stores a message once, however often it is delivered, alone or with others', async () => {
  await deliver(server, client.workspaceId, messages(text('wamid.1', 'Olá')));
  await deliver(server, client.workspaceId, messages(text('wamid.1', 'Olá')));
  await deliver(server, client.workspaceId, messages(text('wamid.1', 'Olá'), text('wamid.2', 'Preço?')));

  expect((await stored()).map((row) => [row.kind, row.text, row.payload])).toEqual([
    ['TEXT', 'Olá', null],
    ['TEXT', 'Preço?', null],
  ]);
  expect(await events()).toEqual(['contact.created', 'whatsapp.message_received', 'whatsapp.message_received']);
  const { data } = await client.raw<{ contacts: unknown }>('{ contacts { edges { node { name phone } } } }');
  expect(data.contacts).toEqual({ edges: [{ node: { name: 'Ana', phone: '+5511999990000' } }] });
});

it('stores every kind of message completely, known or not, with its text', async () => {
  const given = [
    { id: 'k1', type: 'image', image: { id: '111', mime_type: 'image/jpeg', caption: 'The box' } },
    { id: 'k2', type: 'audio', audio: { id: '112', voice: true } },
    { id: 'k3', type: 'button', button: { text: 'Yes, please', payload: 'yes' } },
    { id: 'k4', type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'b1', title: 'Buy' } } },
    {
      id: 'k5',
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'l1', title: 'Large', description: 'L' } },
    },
    { id: 'k6', type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } },
    { id: 'k7', type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'The shop' } },
    {
      id: 'k8',
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Bruno Lima' }, phones: [{ phone: '+55 11 1' }] }],
    },
    { id: 'k9', type: 'hologram', hologram: { depth: 3 } },
    { id: 'k10', text: { body: 'no type at all' } },
    { id: 'k11', type: 'text', text: { body: 'An answer' }, context: { id: 'wamid.y' } },
    { id: 'k12', type: 'text', text: { body: `nul \u0000 and ${'x'.repeat(5_000)}` } },
  ];

  await deliver(server, client.workspaceId, messages(...given));

  const rows = await stored();
  expect(rows.slice(0, 11).map((row) => [row.provider_message_id, row.kind, row.text])).toEqual([
    ['k1', 'MEDIA', 'The box'],
    ['k2', 'MEDIA', ''],
    ['k3', 'OTHER', 'Yes, please'],
    ['k4', 'OTHER', 'Buy'],
    ['k5', 'OTHER', 'Large'],
    ['k6', 'OTHER', '👍'],
    ['k7', 'OTHER', 'The shop'],
    ['k8', 'OTHER', 'Bruno Lima'],
    ['k9', 'OTHER', ''],
    ['k10', 'OTHER', ''],
    ['k11', 'TEXT', 'An answer'],
  ]);
  for (const [index, message] of given.slice(0, 11).entries()) expect(rows[index]!.payload).toMatchObject(message);
  expect([rows[11]!.text!.length, (rows[11]!.payload as { text: { body: string } }).text.body.length]).toEqual([
    4096, 5_010,
  ]);
});

it('accepts the largest delivery that Meta sends', async () => {
  await deliver(
    server,
    client.workspaceId,
    messages(...Array.from({ length: 40 }, (_, n) => text(`big.${n}`, 'ç'.repeat(30_000)))),
  );

  expect((await stored()).length).toBe(40);
});

it('stores the rest of a delivery when one message cannot be stored, and says why', async () => {
  await deliver(
    server,
    client.workspaceId,
    messages({ ...text('bad'), from: 'not a number' }, { type: 'text' }, text('good')),
  );

  expect((await stored()).map((row) => row.provider_message_id)).toEqual(['good']);
  const [kept] = await bodies();
  expect(kept).toMatchObject({ processed_at: expect.any(Date), retry_at: null });
  expect(kept!.error).toMatch(/phone number/);
});

it('stores a delivery with one part that is nested too deeply, and of that part as much as possible', async () => {
  const nested = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  const body = messages(
    { id: 'deep', type: 'hologram', hologram: 'DEEP' },
    { ...text('deep text'), context: 'DEEPER' },
    { id: 'flat', type: 'hologram', hologram: { a: 1 } },
    text('good'),
  );

  await deliver(server, client.workspaceId, body.replace('"DEEP"', nested(5_000)).replace('"DEEPER"', nested(200_000)));

  expect((await stored()).map((row) => [row.provider_message_id, row.kind, row.text, row.payload])).toEqual([
    ['deep', 'OTHER', '', { id: 'deep', type: 'hologram', tooDeep: true }],
    ['deep text', 'TEXT', 'Hi', { id: 'deep text', type: 'text', tooDeep: true }],
    ['flat', 'OTHER', '', expect.objectContaining({ hologram: { a: 1 } })],
    ['good', 'TEXT', 'Hi', null],
  ]);
  expect(await bodies()).toMatchObject([{ processed_at: expect.any(Date), error: null }]);
});

it('processes the other parts of a delivery when one fails, and retries that one', async () => {
  server.app.useLogger(false);
  await server.database.query(`
    CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''stumbled''; END';
    CREATE TRIGGER stumble BEFORE INSERT ON message FOR EACH ROW WHEN (NEW.provider_message_id = 'first') EXECUTE FUNCTION stumble()`);
  await deliver(server, client.workspaceId, messages(text('first'), text('second')));
  await server.database.query(`DROP TRIGGER stumble ON message; DROP FUNCTION stumble`);

  expect((await stored()).map((row) => row.provider_message_id)).toEqual(['second']);
  expect(await bodies()).toMatchObject([{ processed_at: null, attempts: 1, error: expect.stringMatching(/stumbled/) }]);
  await server.database.advanceClock('1 minute');
  await server.app.get(InboundWebhooks, { strict: false }).sweep();
  expect((await stored()).map((row) => row.provider_message_id)).toEqual(['second', 'first']);
  expect(await events()).toEqual(['contact.created', 'whatsapp.message_received', 'whatsapp.message_received']);
});

it('processes a delivery with characters that cannot be stored, and shortens its texts', async () => {
  const sent = newId();
  await deliver(server, client.workspaceId, messages(text('wamid.in')));
  await server.database.query(
    `INSERT INTO message (id, workspace_id, contact_id, conversation_id, direction, kind, text, status)
     SELECT $1, workspace_id, contact_id, conversation_id, 'OUTBOUND', 'TEXT', 'x', 'SENT' FROM message WHERE workspace_id = $2`,
    [sent, client.workspaceId],
  );
  const errors = [{ code: 'x'.repeat(10_000), title: `nul \0 and half \ud800 ${'y'.repeat(500_000)}` }];
  await deliver(server, client.workspaceId, status('nul \0', 'delivered', { biz_opaque_callback_data: sent }));
  await deliver(server, client.workspaceId, status('wamid.out', 'failed', { biz_opaque_callback_data: sent, errors }));

  expect((await bodies()).map((row) => [row.attempts, row.error === null])).toEqual([
    [1, true],
    [1, false],
    [1, true],
  ]);
  const message = (await stored()).find(({ id }) => id === sent)!;
  expect(message.status).toBe('FAILED');
  expect(JSON.stringify(message.error).length).toBeLessThan(1_200);
});

it('processes what a process had stored before it died', async () => {
  const id = newId();
  await server.database.query(
    `INSERT INTO inbound_webhook (id, workspace_id, body, retry_at) VALUES ($1, $2, $3, clock_now() - interval '1 second')`,
    [id, client.workspaceId, Buffer.from(messages(text('wamid.left')))],
  );

  await server.app.get(InboundWebhooks, { strict: false }).sweep();

  expect((await stored()).map((row) => row.provider_message_id)).toEqual(['wamid.left']);
  expect(await bodies()).toMatchObject([{ id, attempts: 1, retry_at: null, error: null }]);
});

it('retries a failed delivery later, and finally gives up with the reason stored', async () => {
  const id = newId();
  await server.database.query(
    `INSERT INTO inbound_webhook (id, workspace_id, body, retry_at, attempts) VALUES ($1, $2, 'no json', clock_now(), 18)`,
    [id, client.workspaceId],
  );
  const webhooks = server.app.get(InboundWebhooks, { strict: false });

  await webhooks.sweep();
  expect(await bodies()).toMatchObject([{ attempts: 19, processed_at: null, retry_at: expect.any(Date) }]);
  await server.database.advanceClock('11 minutes');
  await webhooks.sweep();
  expect(await bodies()).toMatchObject([
    { attempts: 20, processed_at: null, retry_at: null, error: expect.stringMatching(/JSON/) },
  ]);
});

it("moves a message's status forward and never back, by the provider's id or by ours", async () => {
  await deliver(server, client.workspaceId, messages(text('wamid.in')));
  const [inbound] = await server.database.query<{ contact_id: string; conversation_id: string }>(
    `SELECT * FROM message WHERE workspace_id = $1`,
    [client.workspaceId],
  );
  const ours = newId();
  await server.database.query(
    `INSERT INTO message (id, workspace_id, contact_id, conversation_id, direction, kind, text, status) VALUES ($1, $2, $3, $4, 'OUTBOUND', 'TEXT', 'x', 'PENDING')`,
    [ours, client.workspaceId, inbound!.contact_id, inbound!.conversation_id],
  );
  const after = async (body: string) => {
    await deliver(server, client.workspaceId, body);
    return (await stored()).find(({ id }) => id === ours)!;
  };

  expect(await after(status('wamid.out', 'sent', { biz_opaque_callback_data: ours }))).toMatchObject({
    status: 'SENT',
    provider_message_id: 'wamid.out',
  });
  expect((await after(status('wamid.out', 'read'))).status).toBe('READ');
  expect((await after(status('wamid.out', 'delivered'))).status).toBe('READ');
  expect(
    (await after(status('wamid.out', 'failed', { errors: [{ code: 131026, title: 'Undeliverable' }] }))).status,
  ).toBe('READ');
  expect((await after(status('wamid.out', 'warning'))).status).toBe('READ');
});

it("stores the provider's reason with a failed message, and changes no other workspace's message", async () => {
  await deliver(server, client.workspaceId, messages(text('wamid.in')));
  const [inbound] = await server.database.query<{ contact_id: string; conversation_id: string }>(
    `SELECT * FROM message WHERE workspace_id = $1`,
    [client.workspaceId],
  );
  const ours = newId();
  await server.database.query(
    `INSERT INTO message (id, workspace_id, contact_id, conversation_id, direction, kind, text, status, provider_message_id) VALUES ($1, $2, $3, $4, 'OUTBOUND', 'TEXT', 'x', 'SENT', 'wamid.f')`,
    [ours, client.workspaceId, inbound!.contact_id, inbound!.conversation_id],
  );
  const failed = (id: string) =>
    status(id, 'failed', {
      biz_opaque_callback_data: ours,
      errors: [{ code: 131026, title: 'Undeliverable', error_data: { details: 'Not on WhatsApp' } }],
    });
  const other = await server.client();

  await deliver(server, other.workspaceId, failed('wamid.f'));
  expect((await stored()).find(({ id }) => id === ours)).toMatchObject({ status: 'SENT' });
  await deliver(server, client.workspaceId, failed('wamid.f'));
  expect((await stored()).find(({ id }) => id === ours)).toMatchObject({
    status: 'FAILED',
    error: { code: 'WHATSAPP_131026', message: 'WhatsApp: Not on WhatsApp (code 131026)' },
  });
});

it('accepts any signed delivery, and ignores unknown parts', async () => {
  for (const body of [
    '{}',
    '[]',
    '{"entry": 5}',
    delivery({ messages: {}, statuses: [5], contacts: 'x' }),
    '{"entry":[{"changes":[{"field":"account_update","value":{"messages":[{"id":"x"}]}}]}]}',
  ]) {
    await deliver(server, client.workspaceId, body);
  }

  expect(await stored()).toEqual([]);
  expect((await bodies()).every(({ processed_at }) => processed_at !== null)).toBe(true);
});
