import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  shop = await Workshop.open(await server.client());
});

afterAll(() => server.close());

const onKeywords = (name: string, keywords: string[], match?: string) =>
  shop.automate([{ type: 'create_task', params: { title: `${name}: {{ keyword }}` } }], {
    name,
    trigger: { type: 'whatsapp.keyword_match', config: { keywords, match } },
  });

it('starts each automation once for a message, however many keywords match or are shared', async () => {
  await onKeywords('A', ['price', 'preço', 'table']);
  await onKeywords('B', ['price', 'hello']);
  await onKeywords('C', ['PRECO', 'PRICE']);
  await onKeywords('D', ['delivery']);

  await shop.receive('What is the PRICE, o preco, of the table?', { providerMessageId: 'wamid.1' });
  await server.quiet();

  expect((await shop.executions()).map(({ automation, status }) => [automation.name, status])).toEqual([
    ['A', 'SUCCEEDED'],
    ['B', 'SUCCEEDED'],
    ['C', 'SUCCEEDED'],
  ]);
  expect((await shop.tasks()).map((title) => title.split(':')[0])).toEqual(['A', 'B', 'C']);
  const [event, ...others] = await shop.events('whatsapp.message_received');
  expect(others).toEqual([]);
  expect((await shop.decisions(event!.id)).map(({ outcome }) => outcome)).toEqual([
    'STARTED',
    'STARTED',
    'STARTED',
    'TRIGGER_CONFIG_MISMATCH',
  ]);
});

it('matches whole words by default', async () => {
  await onKeywords('word', ['price']);
  await onKeywords('contains', ['price'], 'contains');
  await onKeywords('exact', ['the prices'], 'exact');

  await shop.receive('The prices');
  await server.quiet();

  expect((await shop.executions()).map(({ automation }) => automation.name)).toEqual(['contains', 'exact']);
});

it('stores one message for fifty simultaneous deliveries of it', async () => {
  await onKeywords('A', ['price']);
  await shop.automate([{ type: 'create_task', params: { title: 'B' } }], {
    name: 'B',
    trigger: { type: 'whatsapp.message_received' },
  });

  const ids = await Promise.all(
    Array.from({ length: 50 }, () => shop.receive('price?', { providerMessageId: 'wamid.same' })),
  );
  await server.quiet();

  expect(new Set(ids).size).toBe(1);
  expect(await shop.messages()).toHaveLength(1);
  expect(await shop.events('whatsapp.message_received')).toHaveLength(1);
  expect((await shop.executions()).map(({ automation }) => automation.name)).toEqual(['A', 'B']);
  expect(await shop.tasks()).toEqual(['A: price', 'B']);
});

it('starts again for another message with the same words', async () => {
  await onKeywords('A', ['price']);

  await shop.receive('price?', { providerMessageId: 'wamid.1' });
  await shop.receive('price?', { providerMessageId: 'wamid.2' });
  await server.quiet();

  expect(await shop.tasks()).toEqual(['A: price', 'A: price']);
});
