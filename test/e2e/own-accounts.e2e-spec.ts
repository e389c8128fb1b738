import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { rotateSecrets } from '../../src/executions/upkeep/secret-rotation.js';
import { InboundWebhooks } from '../../src/crm/conversations/inbound/inbound-webhooks.service.js';
import { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { wholeDatabase } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { reset } from '../support/webhook-receiver.js';
import { cloudError, WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { delivery, messages, post, signed, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';
import { Workshop } from '../support/workshop.js';

const [OLD_KEY, NEW_KEY] = ['old', 'new'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);
const { PHONE_NUMBER_ID: SHARED } = WhatsAppCloudServer;

let cloud: WhatsAppCloudServer;
let server: TestServer;
let printed: string[];
let count = 0;

/** A workspace with its own account. */
interface Shop {
  shop: Workshop;
  client: Client;
  phoneNumberId: string;
  secrets: { token: string; appSecret: string; verifyToken: string };
}

beforeAll(async () => {
  printed = [];
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((text) => Boolean(printed.push(String(text))));
  cloud = await WhatsAppCloudServer.start();
  server = await startTestServer({ ...cloud.env, ...WEBHOOK_ENV, ENCRYPTION_KEYS: OLD_KEY!, LOG_LEVEL: 'trace' });
});

beforeEach(() => {
  cloud.accepted.length = 0;
});

afterAll(async () => {
  jest.restoreAllMocks();
  await server.close();
  await cloud.close();
});

const CONNECT = `mutation ConnectWhatsapp($input: ConnectWhatsappInput!) { connectWhatsapp(input: $input) { id whatsapp { phoneNumberId connected } } }`;
const SHOW = `{ workspace { whatsapp { phoneNumberId displayPhoneNumber businessAccountId connected sender webhookUrl } } }`;
const DISCONNECT = `mutation { disconnectWhatsapp { whatsapp { phoneNumberId connected sender } } }`;

/** An account at Meta that no other test uses. */
function anAccount() {
  count += 1;
  const account = {
    phoneNumberId: String(900_000 + count),
    token: `hush-token-${count}`,
    appSecret: `hush-app-${count}`,
    verifyToken: `hush-verify-${count}`,
  };
  cloud.tokens.set(account.phoneNumberId, account.token);
  return account;
}

async function anotherShop(): Promise<Shop> {
  const client = await server.client();
  const shop = await Workshop.open(client);
  const { phoneNumberId, ...secrets } = anAccount();
  const { errors } = await client.raw(CONNECT, { input: { phoneNumberId, ...secrets } });
  if (errors) throw new Error(errors[0]!.message);
  return { shop, client, phoneNumberId, secrets };
}

const send = async ({ client, contactId }: Workshop) => {
  const { data } = await client.raw<{ sendMessage: { status: string; provider: string | null; error: unknown } }>(
    `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { status provider error { code } } }`,
    { input: { contactId, template: { name: 'hello' } } },
  );
  return data.sendMessage;
};

/** A message of a contact to a number, as Meta delivers it. */
const to = (phoneNumberId: string, id: string) =>
  messages({ id, type: 'text', text: { body: 'Hi' } }).replace('"106540352242922"', `"${phoneNumberId}"`);

async function received({ workspaceId }: Client): Promise<string[]> {
  await server.app.get(InboundWebhooks, { strict: false }).idle();
  const rows = await server.database.query<{ id: string }>(
    `SELECT provider_message_id AS id FROM message WHERE workspace_id = $1 AND direction = 'INBOUND' ORDER BY id`,
    [workspaceId],
  );
  return rows.map(({ id }) => id);
}

it('sends with the account of each workspace, and with the shared one for the others', async () => {
  const [a, b] = [await anotherShop(), await anotherShop()];
  const without = await Workshop.open(await server.client());

  for (const { shop } of [a, b, { shop: without }])
    expect(await send(shop)).toEqual({ status: 'SENT', provider: 'whatsapp_cloud', error: null });

  expect(cloud.accepted.map(({ sender }) => sender)).toEqual([a.phoneNumberId, b.phoneNumberId, SHARED]);
  expect((await without.client.raw(SHOW)).data).toMatchObject({
    workspace: { whatsapp: { phoneNumberId: null, connected: false, sender: 'SHARED' } },
  });
});

it('accepts inbound at its own address alone, under its own secrets', async () => {
  const [a, b] = [await anotherShop(), await anotherShop()];
  const without = await server.client();
  const body = to(a.phoneNumberId, 'wamid.own');
  const bySecret = (secret: string, each = body) => ({ body: each, signature: signed(each, secret) });
  const own = bySecret(a.secrets.appSecret);

  expect(await post(server, a.client.workspaceId, own)).toBe(200);
  expect(await post(server, b.client.workspaceId, own)).toBe(403);
  expect(await post(server, without.workspaceId, own)).toBe(403);
  expect(await post(server, a.client.workspaceId, bySecret(WEBHOOK_ENV.WHATSAPP_APP_SECRET))).toBe(403);
  expect(await post(server, a.client.workspaceId, bySecret(b.secrets.appSecret))).toBe(403);
  // Signed by the secret of the address, but for a number of another one.
  expect(await post(server, b.client.workspaceId, bySecret(b.secrets.appSecret))).toBe(200);
  expect(await post(server, without.workspaceId, bySecret(WEBHOOK_ENV.WHATSAPP_APP_SECRET))).toBe(200);
  const others = to('777', 'wamid.shared');
  expect(await post(server, a.client.workspaceId, bySecret(a.secrets.appSecret, others))).toBe(200);
  expect(await post(server, without.workspaceId, bySecret(WEBHOOK_ENV.WHATSAPP_APP_SECRET, others))).toBe(200);

  expect(await Promise.all([a.client, b.client, without].map(received))).toEqual([['wamid.own'], [], ['wamid.shared']]);
  const [ignored] = await server.database.query<{ error: string }>(
    `SELECT error FROM inbound_webhook WHERE workspace_id = $1`,
    [b.client.workspaceId],
  );
  expect(ignored!.error).toContain(`A part for the phone number ${a.phoneNumberId}`);
});

it('answers the handshake for its own verify token alone', async () => {
  const { client, secrets } = await anotherShop();
  const asked = (token: string) =>
    fetch(
      `${server.url}/webhooks/whatsapp/${client.workspaceId}?hub.mode=subscribe&hub.challenge=1158&hub.verify_token=${token}`,
    ).then(async (answer) => [answer.status, (await answer.text()).slice(0, 4)]);

  expect(await asked(secrets.verifyToken)).toEqual([200, '1158']);
  expect((await asked(WEBHOOK_ENV.WHATSAPP_VERIFY_TOKEN))[0]).toBe(403);
});

it('shows the account without its secrets, which are in clear nowhere', async () => {
  const { shop, client, phoneNumberId, secrets } = await anotherShop();
  cloud.reply(cloudError(131026, { details: 'Undeliverable' }), cloudError(190, { status: 401 }), reset);
  expect(await send(shop)).toMatchObject({ status: 'FAILED', provider: null, error: { code: 'WHATSAPP_131026' } });
  expect(await send(shop)).toMatchObject({ status: 'FAILED', error: { code: 'WHATSAPP_190' } });
  await client.raw(CONNECT, { input: { phoneNumberId: 'x', ...secrets, appSecret: 'has spaces inside' } });
  await shop.automate([{ type: 'send_whatsapp_template', params: { templateName: 'hello' } }]);
  const doubtful = server.until(client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  await doubtful;

  const { data } = await client.raw(SHOW);
  expect(data).toEqual({
    workspace: {
      whatsapp: {
        phoneNumberId,
        displayPhoneNumber: `+${phoneNumberId}`,
        businessAccountId: null,
        connected: true,
        sender: 'OWN',
        webhookUrl: `/webhooks/whatsapp/${client.workspaceId}`,
      },
    },
  });
  const audit = await client.raw(`{ auditLog(first: 2) { edges { node { action subject { type id name } } } } }`);
  expect(audit.data).toMatchObject({
    auditLog: {
      edges: expect.arrayContaining([
        { node: { action: 'whatsapp.connected', subject: { type: 'whatsapp', id: null, name: phoneNumberId } } },
      ]),
    },
  });
  const kept = await wholeDatabase(server.database);
  expect(kept).toContain('sealed:old:');
  expect(kept).toContain(phoneNumberId);
  const everywhere = [kept, printed.join(''), JSON.stringify(data), JSON.stringify(audit)];
  expect(everywhere.filter((text) => /hush-|has spaces/.test(text))).toEqual([]);
  expect(printed.join('')).toContain(client.workspaceId);
});

it('names every mistake, and changes nothing', async () => {
  const client = await server.client();
  const account = anAccount();
  const details = async (input: object) =>
    (await client.raw(CONNECT, { input: { ...account, ...input } })).errors![0]!.extensions;

  const paths = async (input: object) => (await details(input)).details!.map(({ path }) => path.join('.'));
  expect(
    await paths({ phoneNumberId: '+55 11', businessAccountId: 'x', token: ' ', appSecret: 'a\nb', verifyToken: 'é' }),
  ).toEqual(['phoneNumberId', 'businessAccountId', 'token', 'appSecret', 'verifyToken'].map((name) => `input.${name}`));
  expect(await paths({ token: 'x'.repeat(1025) })).toEqual(['input.token']);
  expect(await details({ token: 'expired' })).toMatchObject({
    code: 'INVALID_INPUT',
    details: [{ path: ['input', 'token'], message: expect.stringContaining('code 190') }],
  });
  // A token that is valid, but not for this number.
  expect(await paths({ phoneNumberId: SHARED })).toEqual(['input.phoneNumberId']);

  const taken = await anotherShop();
  expect(await details({ phoneNumberId: taken.phoneNumberId, token: taken.secrets.token })).toMatchObject({
    code: 'CONFLICT',
  });
  expect((await client.raw(SHOW)).data).toMatchObject({ workspace: { whatsapp: { connected: false } } });
});

it('sends a later attempt with the account of that moment, and never one whose outcome is unknown', async () => {
  const { shop, client } = await anotherShop();
  await shop.automate([{ type: 'send_whatsapp_template', params: { templateName: 'hello' } }]);
  cloud.reply(cloudError(130429, { status: 429, retryAfter: '120' }));
  const waits = server.until(client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  await waits;

  const next = anAccount();
  await client.raw(CONNECT, { input: next });
  const ended = server.ended(client.workspaceId);
  await server.advance('2 minutes');
  await ended;
  expect(cloud.accepted.map(({ sender }) => sender)).toEqual([next.phoneNumberId]);

  cloud.reply(cloud.takeThen(reset));
  const doubtful = server.until(client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  await doubtful;
  await client.raw(CONNECT, { input: anAccount() });
  const failed = server.ended(client.workspaceId);
  await server.advance('11 minutes');
  await failed;
  expect((await shop.executions()).at(-1)).toMatchObject({ status: 'FAILED', error: { code: 'UNKNOWN_OUTCOME' } });
  expect(cloud.accepted).toHaveLength(2);
});

it('uses the shared account again once it is disconnected', async () => {
  const { shop, client, secrets } = await anotherShop();

  expect((await client.raw(DISCONNECT)).data).toEqual({
    disconnectWhatsapp: { whatsapp: { phoneNumberId: null, connected: false, sender: 'SHARED' } },
  });
  await client.raw(DISCONNECT);
  await send(shop);
  expect(cloud.accepted.map(({ sender }) => sender)).toEqual([SHARED]);
  const body = delivery({});
  expect(await post(server, client.workspaceId, { body, signature: signed(body, secrets.appSecret) })).toBe(403);
  expect(await post(server, client.workspaceId, { body })).toBe(200);
  const [audited] = await server.database.query<{ count: number }>(
    `SELECT count(*)::int FROM audit_entry WHERE workspace_id = $1 AND action = 'whatsapp.disconnected'`,
    [client.workspaceId],
  );
  expect(audited!.count).toBe(1);
});

it('connects unchecked while Meta is not reached', async () => {
  const client = await server.client();
  cloud.reply(reset);
  const { data } = await client.raw(CONNECT, { input: anAccount() });
  expect(data).toMatchObject({ connectWhatsapp: { whatsapp: { connected: true } } });
  expect((await client.raw(SHOW)).data).toMatchObject({ workspace: { whatsapp: { displayPhoneNumber: null } } });
});

it('moves the secrets under a new key, and says when they cannot be opened any more', async () => {
  const { shop, client, phoneNumberId, secrets } = await anotherShop();
  const database = server.app.get(Database, { strict: false });
  const rotated = (keys: string) => rotateSecrets(database, new SecretBox(Config.from({ ENCRYPTION_KEYS: keys })), []);
  const [accounts] = await server.database.query<{ count: number }>('SELECT count(*)::int FROM whatsapp_account');

  expect(await rotated(`${NEW_KEY},${OLD_KEY}`)).toEqual({ resealed: accounts!.count, unreadable: [] });
  expect(await wholeDatabase(server.database)).not.toContain('sealed:old:');
  // This process has only the old key.
  expect(await send(shop)).toMatchObject({ status: 'FAILED', error: { code: 'ACCOUNT_UNREADABLE' } });
  const body = to(phoneNumberId, 'wamid.lost');
  expect(await post(server, client.workspaceId, { body, signature: signed(body, secrets.appSecret) })).toBe(503);
  expect(await rotated(`${OLD_KEY},${NEW_KEY}`)).toMatchObject({ unreadable: [] });
  expect(await send(shop)).toMatchObject({ status: 'SENT' });
});

describe('templates', () => {
  const LIST = `{ messageTemplates { name language category status text parameters { part kind name example } } }`;
  type Listed = { messageTemplates: { name: string; parameters: object[] }[] };
  const BUSINESS = '102290129340398';
  const reservation = {
    name: 'reservation',
    language: 'en_US',
    category: 'UTILITY',
    status: 'APPROVED',
    id: '1',
    parameter_format: 'NAMED',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://scontent.whatsapp.net/x'] } },
      {
        type: 'BODY',
        text: 'For {{guests}} on {{day}}',
        example: { body_text_named_params: [{ param_name: 'guests', example: '4' }] },
      },
      { type: 'FOOTER', text: 'Bye' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'See', url: 'https://a.test/{{1}}', example: ['x'] },
          { type: 'URL', text: 'Home', url: 'https://a.test/' },
          { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+1' },
          { type: 'QUICK_REPLY', text: 'Stop' },
          { type: 'COPY_CODE', text: 'Copy', example: '10OFF' },
        ],
      },
    ],
  };
  const sale = {
    name: 'sale',
    language: 'es',
    category: 'MARKETING',
    status: 'PAUSED',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Oferta {{1}}', example: { header_text: ['de mayo'] } },
      { type: 'BODY', text: 'Hola {{1}}, {{2}}', example: { body_text: [['Ana', '10%']] } },
    ],
  };

  async function withTemplates(pages: unknown[][], businessAccountId = BUSINESS) {
    cloud.templates.set(businessAccountId, pages);
    const client = await server.client();
    await client.raw(CONNECT, { input: { ...anAccount(), businessAccountId } });
    return client;
  }

  it('come from the provider, in pages, and are kept for some minutes', async () => {
    const client = await withTemplates([[reservation, 'nonsense'], [sale]]);
    const { data } = await client.raw<Listed>(LIST);
    expect(data.messageTemplates).toEqual([
      {
        ...{ name: 'reservation', language: 'en_US', category: 'UTILITY', status: 'APPROVED' },
        text: 'For {{guests}} on {{day}}',
        parameters: [
          { part: 'HEADER', kind: 'IMAGE', name: '1', example: null },
          { part: 'BODY', kind: 'TEXT', name: 'guests', example: '4' },
          { part: 'BODY', kind: 'TEXT', name: 'day', example: null },
          { part: 'BUTTON', kind: 'URL', name: '0', example: 'See' },
          { part: 'BUTTON', kind: 'QUICK_REPLY', name: '3', example: 'Stop' },
          { part: 'BUTTON', kind: 'COPY_CODE', name: '4', example: 'Copy' },
        ],
      },
      {
        ...{ name: 'sale', language: 'es', category: 'MARKETING', status: 'PAUSED', text: 'Hola {{1}}, {{2}}' },
        parameters: [
          { part: 'HEADER', kind: 'TEXT', name: '1', example: 'de mayo' },
          { part: 'BODY', kind: 'TEXT', name: '1', example: 'Ana' },
          { part: 'BODY', kind: 'TEXT', name: '2', example: '10%' },
        ],
      },
    ]);

    const asked = cloud.receiver.requests.length;
    expect((await client.raw<Listed>(LIST)).data).toEqual(data);
    expect(cloud.receiver.requests).toHaveLength(asked);
    // Another account has another list, at once.
    cloud.templates.set('42', [[sale]]);
    await client.raw(CONNECT, { input: { ...anAccount(), businessAccountId: '42' } });
    expect((await client.raw<Listed>(LIST)).data.messageTemplates).toHaveLength(1);
  });

  it('say why they cannot be listed, and are asked for again', async () => {
    const client = await withTemplates([[sale]], '43');
    const reason = async () => (await client.raw(LIST)).errors![0]!.extensions;
    cloud.reply(reset, cloudError(200, { status: 403 }), cloudError(2, { status: 503 }));
    expect(await reason()).toMatchObject({ code: 'ILLEGAL_STATE', reason: 'PROVIDER_UNREACHABLE' });
    expect(await reason()).toMatchObject({ code: 'ILLEGAL_STATE', reason: 'PROVIDER_REFUSED' });
    expect(await reason()).toMatchObject({ code: 'ILLEGAL_STATE', reason: 'PROVIDER_UNREACHABLE' });
    expect((await client.raw<Listed>(LIST)).data.messageTemplates).toHaveLength(1);

    await client.raw(CONNECT, { input: anAccount() });
    expect(await reason()).toMatchObject({ code: 'ILLEGAL_STATE', reason: 'NO_BUSINESS_ACCOUNT' });
  });

  it('are sent with a text in the header and values of the buttons, by a person and by an automation', async () => {
    const { shop, client } = await anotherShop();
    const given = {
      headerText: { season: 'Spring' },
      buttons: [
        { kind: 'url', index: 0, value: 'order/1' },
        { kind: 'copy_code', index: 1, value: '10OFF' },
      ],
    };
    await shop.automate([{ type: 'send_whatsapp_template', params: { templateName: 'sale', ...given } }]);
    const ended = server.ended(client.workspaceId);
    await shop.move(await shop.order(), 'Won');
    await ended;
    const buttons = given.buttons.map((button) => ({ ...button, kind: button.kind.toUpperCase() }));
    const template = { name: 'sale', headerText: given.headerText, buttons };
    const SEND = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { status } }`;
    const ask = (more: object) =>
      client.raw(SEND, { input: { contactId: shop.contactId, template: { ...template, ...more } } });
    expect((await ask({})).data).toEqual({ sendMessage: { status: 'SENT' } });

    const [automatic, manual] = cloud.accepted.map((message) => (message as { template?: object }).template);
    expect(automatic).toMatchObject({
      components: [
        { type: 'header', parameters: [{ type: 'text', text: 'Spring', parameter_name: 'season' }] },
        { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'order/1' }] },
        { type: 'button', sub_type: 'copy_code', index: '1', parameters: [{ coupon_code: '10OFF' }] },
      ],
    });
    expect(manual).toEqual(automatic);
    const mistakes = async (more: object) =>
      (await ask(more)).errors![0]!.extensions.details!.map(({ path }) => path.join('.'));
    expect(await mistakes({ headerMediaUrl: 'https://a.test/x.png' })).toEqual(['input.template.headerText']);
    expect(await mistakes({ buttons: [buttons[0], { ...buttons[1], index: 0 }] })).toEqual([
      'input.template.buttons.1.index',
    ]);
    expect(await mistakes({ headerText: { a: 'x', b: 'y' } })).toEqual(['input.template.headerText']);
  });
});
