import { clientOf, startTestServer, type TestServer } from '../support/test-server.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const secondsTill = async (instant: string) => {
  const [row] = await server.database.query<{ left: number }>(
    `SELECT extract(epoch FROM $1::timestamptz - clock_now())::float8 AS left`,
    [instant],
  );
  return row!.left;
};

/** An execution that has completed its first action and sleeps for two hours before the second. */
async function asleep(first: string, later: string) {
  const shop = await Workshop.open(await server.client());
  await shop.automate([
    { key: 'first', type: 'create_task', params: { title: first } },
    { key: 'later', type: 'create_task', delay: '2h', params: { title: later } },
  ]);
  const order = await shop.order();
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Won');
  const { execution } = await sleeping;
  return { shop, order, id: execution.id };
}

it('sleeps before a delayed action, and shows until when', async () => {
  const { shop, id } = await asleep('Now', 'Later');

  const execution = await shop.execution(id);
  expect(execution).toMatchObject({ status: 'SLEEPING', error: null });
  expect(execution.steps).toMatchObject([
    { status: 'SUCCEEDED', attempts: 1 },
    { status: 'WAITING', attempts: 0, startedAt: null, input: null },
  ]);
  expect(await secondsTill(execution.wakeAt!)).toBeGreaterThan(7_100);
  expect(await secondsTill(execution.wakeAt!)).toBeLessThanOrEqual(7_200);
  expect(await shop.tasks()).toEqual(['Now']);
});

it('wakes when the delay is over, and not before', async () => {
  const { shop, id } = await asleep('Now', 'Later');

  await server.advance('119 minutes');
  await server.quiet();
  expect(await shop.execution(id)).toMatchObject({ status: 'SLEEPING' });

  const ended = server.ended(shop.client.workspaceId);
  await server.advance('2 minutes');
  await ended;
  expect(await shop.execution(id)).toMatchObject({ status: 'SUCCEEDED', wakeAt: null });
  expect(await shop.tasks()).toEqual(['Now', 'Later']);
});

it('reads current facts after the delay, while trigger.* keeps the original values', async () => {
  const later =
    'now {{ order.stage.name }} of {{ contact.name }}, then {{ trigger.order.stage.name }} of {{ trigger.contact.name }}';
  const { shop, order } = await asleep('at once', later);

  await shop.move(order, 'Lost');
  await shop.client.send('UpdateContact', { id: shop.contactId, input: { name: 'Ana Souza' } });
  const ended = server.ended(shop.client.workspaceId);
  await server.advance('2h');
  await ended;

  expect(await shop.tasks()).toEqual(['at once', 'now Lost of Ana Souza, then Won of Ana']);
});

it('can delay the first action too, and counts a later delay from the previous action', async () => {
  const shop = await Workshop.open(await server.client());
  const { workspaceId } = shop.client;
  await shop.automate([
    { type: 'create_task', delay: '1h', params: { title: 'one' } },
    { type: 'create_task', delay: '1d', params: { title: 'two' } },
  ]);
  const order = await shop.order();
  const sleeps = server.until(workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Won');
  const { execution } = await sleeps;
  expect(statuses(await shop.execution(execution.id))).toEqual(['WAITING', 'PENDING']);

  const sleepsAgain = server.until(
    workspaceId,
    (change) => change.execution.status === 'SLEEPING' && change.execution.nextStep === 1,
  );
  await server.advance('90 minutes');
  await sleepsAgain;
  expect(await shop.tasks()).toEqual(['one']);
  const { wakeAt } = await shop.execution(execution.id);
  expect(await secondsTill(wakeAt!)).toBeGreaterThan(86_300);
});

it('wakes after a restart an execution that fell asleep before it', async () => {
  const first = await startTestServer();
  const shopThere = await Workshop.open(await first.client());
  const { workspaceId, key } = shopThere.client;
  await shopThere.automate([
    { key: 'one', type: 'create_task', params: { title: 'Before' } },
    { type: 'create_task', delay: '3h', params: { title: 'After {{ steps.one.output.taskId }}' } },
  ]);
  const order = await shopThere.order();
  const sleeping = first.until(workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shopThere.move(order, 'Won');
  const { execution } = await sleeping;
  await first.stop();

  const second = await startTestServer({}, { database: first.database });
  const ended = second.ended(workspaceId);
  await second.advance('3h');
  const changes = await ended;

  expect(changes.at(-1)!.execution).toMatchObject({ id: execution.id, status: 'SUCCEEDED' });
  const client = clientOf(second.url, workspaceId, key);
  const { contact } = await client.send<{ contact: { tasks: { id: string; title: string }[] } }>('ContactById', {
    id: shopThere.contactId,
  });
  const before = contact.tasks.find(({ title }) => title === 'Before')!;
  expect(contact.tasks.map(({ title }) => title).sort()).toEqual([`After ${before.id}`, 'Before']);
  await second.close();
});
