import { ConversationsService } from '../../src/crm/conversations/conversations.service.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { ago, deliver, messages, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';
import { Workshop } from '../support/workshop.js';

interface MessageView {
  text: string;
  sentAt: string;
  receivedAt: string | null;
  createdAt: string;
}

type Page = {
  messages: { edges: { node: MessageView }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
};

const HOUR = 3_600;
const DAY = 24 * HOUR;

let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer(WEBHOOK_ENV);
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(() => server.close());

const said = (body: string, timestamp?: unknown) => ({ id: `wamid.${body}`, type: 'text', text: { body }, timestamp });
const hear = (...each: object[]) => deliver(server, client.workspaceId, messages(...each));
const windowUntil = () =>
  server.app
    .get(ConversationsService, { strict: false })
    .windowOpenUntil(server.app.get(UnitOfWork, { strict: false }).reader(client.workspaceId), shop.contactId);

async function page(first: number, after?: string | null): Promise<Page['messages']> {
  const query = `query ($id: ID!, $first: Int, $after: String) {
    messages(contactId: $id, first: $first, after: $after) { edges { node { text sentAt receivedAt createdAt } } pageInfo { hasNextPage endCursor } } }`;
  return (await client.raw<Page>(query, { id: shop.contactId, first, after })).data.messages;
}

const textsOf = ({ edges }: Page['messages']) => edges.map(({ node }) => node.text);

it('stores when a message was sent as well as when it arrived', async () => {
  const timestamp = ago(2 * HOUR);
  await hear(said('Hi', timestamp));

  const [{ node }] = (await page(1)).edges as [{ node: MessageView }];
  expect(node.sentAt).toBe(new Date(Number(timestamp) * 1_000).toISOString());
  expect(Date.parse(node.receivedAt!) - Date.parse(node.sentAt)).toBeGreaterThanOrEqual(2 * HOUR * 1_000);
  expect(node.createdAt).toBe(node.receivedAt);
});

it.each([
  ['in the future', ago(-DAY)],
  ['not a number', 'yesterday'],
  ['missing', undefined],
  ['too large for a date', '9'.repeat(40)],
])('uses the arrival as the time of sending when the given time is %s', async (_, timestamp) => {
  await hear(said('Hi', timestamp));

  const [{ node }] = (await page(1)).edges as [{ node: MessageView }];
  expect(node.sentAt).toBe(node.receivedAt);
});

it('counts the 24 hours from when the contact wrote, not from the arrival', async () => {
  await hear(said('Three days ago', ago(3 * DAY)));
  expect(await windowUntil()).toBeNull();

  const timestamp = ago(20 * HOUR);
  await hear(said('Yesterday', timestamp));
  expect(await windowUntil()).toEqual(new Date((Number(timestamp) + DAY) * 1_000));

  await hear(said('Last week', ago(7 * DAY)));
  expect(await windowUntil()).toEqual(new Date((Number(timestamp) + DAY) * 1_000));
});

it('lists messages by when they were sent, page by page, while older ones arrive', async () => {
  await hear(
    said('4', ago(4 * HOUR)),
    said('1', ago(HOUR)),
    said('3', ago(3 * HOUR)),
    said('2', ago(2 * HOUR)),
    said('2 too', ago(2 * HOUR)),
  );

  const first = await page(2);
  await hear(said('0', ago()), said('5', ago(5 * HOUR)));
  const second = await page(3, first.pageInfo.endCursor);
  const third = await page(3, second.pageInfo.endCursor);

  expect([first, second, third].map(textsOf)).toEqual([['1', '2 too'], ['2', '3', '4'], ['5']]);
  expect(third.pageInfo.hasNextPage).toBe(false);
});

describe('a message that is older than a day when it arrives', () => {
  const TASK = [{ type: 'create_task', params: { title: 'Answer' } }];

  it('is stored and starts nothing; each listening automation gives the reason', async () => {
    await shop.automate(TASK, { name: 'All', trigger: { type: 'whatsapp.message_received' } });
    await shop.automate(TASK, {
      name: 'Price',
      trigger: { type: 'whatsapp.keyword_match', config: { keywords: ['price'] } },
    });
    await shop.automate(TASK, {
      name: 'Other',
      trigger: { type: 'whatsapp.keyword_match', config: { keywords: ['hello'] } },
    });

    await hear(said('price?', ago(25 * HOUR)));
    await server.quiet();

    expect(textsOf(await page(5))).toEqual(['price?']);
    expect(await shop.executions()).toEqual([]);
    const [event] = await shop.events('whatsapp.message_received');
    const decisions = await shop.decisions(event!.id);
    expect(decisions.map(({ automation, outcome }) => [automation.name, outcome])).toEqual([
      ['All', 'TOO_OLD'],
      ['Price', 'TOO_OLD'],
      ['Other', 'TOO_OLD'],
    ]);
    expect(decisions[0]!.reason).toMatch(
      /^The message was sent at \S+Z and received at \S+Z: a message older than 24 h starts nothing/,
    );
  });

  it('does not keep newer messages in the same delivery from starting automations', async () => {
    await shop.automate(TASK, { trigger: { type: 'whatsapp.message_received' } });

    await hear(said('old', ago(30 * HOUR)), said('young', ago(23 * HOUR)));
    await server.quiet();

    expect((await shop.executions()).length).toBe(1);
  });

  it('is recognized from any channel adapter', async () => {
    await shop.automate(TASK, { trigger: { type: 'whatsapp.message_received' } });
    const document = 'mutation ($input: ReceiveMessageInput!) { receiveMessage(input: $input) { sentAt } }';
    const receive = (sentAt: string) =>
      client.raw(document, { input: { phone: '+5511999990000', text: 'Hi', sentAt } });

    expect(await receive('2020-01-02T03:04:05Z')).toEqual({
      data: { receiveMessage: { sentAt: '2020-01-02T03:04:05.000Z' } },
    });
    expect(await receive('1969-12-31T23:59:59Z')).toMatchObject({
      errors: [
        {
          extensions: {
            code: 'INVALID_INPUT',
            details: [{ path: ['input', 'sentAt'], message: 'Must not be before 1970' }],
          },
        },
      ],
    });
    await server.quiet();
    expect(await shop.executions()).toEqual([]);
  });
});

it("ignores messages older than the operator's limit, and starts for newer ones", async () => {
  const patient = await startTestServer({ ...WEBHOOK_ENV, INBOUND_MAX_AGE_HOURS: '100' });
  const other = await Workshop.open(await patient.client());
  await other.automate([{ type: 'create_task', params: { title: 'Answer' } }], {
    trigger: { type: 'whatsapp.message_received' },
  });

  await deliver(patient, other.client.workspaceId, messages(said('Hi', ago(99 * HOUR))));
  await deliver(patient, other.client.workspaceId, messages(said('Ho', ago(101 * HOUR))));
  await patient.quiet();

  expect((await other.executions()).length).toBe(1);
  await patient.close();
});
