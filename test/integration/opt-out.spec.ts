import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer({ OPT_OUT_KEYWORDS: 'STOP, Não quero', OPT_IN_KEYWORDS: 'VOLTAR' });
});

beforeEach(async () => {
  shop = await Workshop.open(await server.client());
});

afterAll(() => server.close());

async function optedOutAt(): Promise<string | null> {
  const query = 'query ($id: ID!) { contact(id: $id) { optedOutAt } }';
  const { data } = await shop.client.raw<{ contact: { optedOutAt: string | null } }>(query, { id: shop.contactId });
  return data.contact.optedOutAt;
}

const changes = async () =>
  (
    await server.database.query<{ field: string; previous: string | null; current: string | null; actor: string }>(
      `SELECT payload ->> 'field' AS field, payload ->> 'previous' AS previous, payload ->> 'current' AS current, actor_type AS actor
       FROM event WHERE workspace_id = $1 AND type = 'field.changed' ORDER BY seq`,
      [shop.client.workspaceId],
    )
  ).map(({ field, previous, current, actor }) => [field, previous !== null, current !== null, actor]);

it('stores and removes the opt-out with the message, and publishes both', async () => {
  await shop.receive('nao QUERO');
  expect(await optedOutAt()).not.toBeNull();
  await shop.receive('Nao quero');
  await shop.receive('Quero');
  await shop.receive(' voltar ');
  expect(await optedOutAt()).toBeNull();
  await shop.receive('Voltar');

  const [field, actor] = ['contact.optedOutAt', 'api_key'];
  expect(await changes()).toEqual([
    [field, false, true, actor],
    [field, true, false, actor],
  ]);
  expect(await shop.messages()).toHaveLength(5);
});

it('creates a contact for an unknown sender that opts out', async () => {
  await shop.client.send('ReceiveMessage', { input: { phone: '+5511955554444', text: 'Stop' } });
  const [row] = await server.database.query<{ out: boolean }>(
    `SELECT opted_out_at IS NOT NULL AS out FROM contact WHERE workspace_id = $1 AND phone = '+5511955554444'`,
    [shop.client.workspaceId],
  );
  expect(row).toEqual({ out: true });
});

it('opts out once for repeated deliveries of a message, and not again after opting back in', async () => {
  const stop = () => shop.receive('Stop', { providerMessageId: 'wamid.stop' });
  await Promise.all(Array.from({ length: 10 }, stop));
  await shop.receive('Voltar');
  await stop();

  expect(await optedOutAt()).toBeNull();
  expect(await changes()).toHaveLength(2);
});

it('keeps a newer opt-out or opt-in when an older message arrives', async () => {
  await shop.receive('Stop', { sentAt: '2026-02-02T00:00:00.000Z' });
  await shop.receive('Voltar', { sentAt: '2026-02-01T00:00:00.000Z' });
  expect(await optedOutAt()).toBe('2026-02-02T00:00:00.000Z');
});

it('stops automations from writing to the contact', async () => {
  await shop.receive('Stop');
  await shop.automate([{ type: 'send_whatsapp_template', params: { templateName: 'offer' } }]);
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  const { steps } = await shop.execution((await ended).at(-1)!.execution.id);
  expect(steps).toMatchObject([{ status: 'SKIPPED' }]);
});
