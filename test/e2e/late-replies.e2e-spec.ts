import pg from 'pg';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let receiver: WebhookReceiver;
const held: (() => void)[] = [];

beforeEach(async () => {
  receiver = await WebhookReceiver.start((response) => void held.push(() => response.writeHead(200).end()));
  server = await startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
});

afterEach(async () => {
  for (const answer of held.splice(0)) answer();
  await server.close();
  await receiver.close();
});

/** Lets events be stored but not dispatched; the returned function releases them. */
async function holdDispatch(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: server.database.url });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE decision IN SHARE MODE');
  return () => client.end();
}

const is = (status: string, id?: string) => (change: { execution: { id: string; status: string } }) =>
  change.execution.status === status && (!id || change.execution.id === id);

it('delivers a reply that came in time, even if it is dispatched after the wait ended and the execution was queued', async () => {
  const shop = await Workshop.open(await server.client());
  const { workspaceId } = shop.client;
  await shop.automate([
    { key: 'reply', type: 'wait_for_event', params: { event: 'whatsapp.message_received', timeout: '5s' } },
  ]);
  await shop.automate([{ key: 'call', type: 'webhook', params: { url: receiver.url } }], {
    name: 'Busy',
    trigger: { type: 'order.created', config: {} },
  });

  const waiting = server.until(workspaceId, is('SLEEPING'));
  const order = await shop.order();
  await receiver.received(1);
  for (const answer of held.splice(0)) answer();
  await shop.move(order, 'Won');
  const { id } = (await waiting).execution;
  // Five other executions use all slots of the workspace.
  for (let count = 2; count <= 6; count += 1) {
    await shop.order({ name: `Order ${count}` });
    await receiver.received(count);
  }
  const release = await holdDispatch();
  const queued = server.until(workspaceId, is('QUEUED', id));
  await shop.receive('In time');
  await queued;
  const ended = server.until(workspaceId, is('SUCCEEDED', id));
  await release();
  while ((await server.database.query('SELECT FROM outbox')).length > 0);
  for (const answer of held.splice(0)) answer();
  await ended;

  expect((await shop.execution(id)).steps[0]!.output).toMatchObject({
    matched: true,
    event: { message: { text: 'In time' } },
  });
});
