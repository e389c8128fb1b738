import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  shop = await Workshop.open(await server.client());
  await shop.automate([{ type: 'assign_tag', params: { tagName: 'Late: {{ task.title }}', entityType: 'contact' } }], {
    trigger: { type: 'task.overdue' },
  });
});

afterAll(() => server.close());

/** The instant this many minutes after the engine's current time. */
async function inMinutes(minutes: number): Promise<string> {
  const [row] = await server.database.query<{ at: Date }>(`SELECT clock_now() + $1 * interval '1 minute' AS at`, [
    minutes,
  ]);
  return row!.at.toISOString();
}

async function taskDue(minutes: number): Promise<string> {
  const input = { title: 'Call', contactId: shop.contactId, dueAt: await inMinutes(minutes) };
  return (await shop.client.send<{ createTask: { id: string } }>('CreateTask', { input })).createTask.id;
}

const UPDATE = `mutation ($id: ID!, $input: UpdateTaskInput!) { updateTask(id: $id, input: $input) { id } }`;

async function advance(interval: string) {
  await server.advance(interval);
  await server.quiet();
}

it('starts once for a due date, only after it has passed, however often it is checked', async () => {
  await taskDue(60);

  await advance('59 minutes');
  expect(await shop.executions()).toEqual([]);
  await advance('2 minutes');
  for (let again = 0; again < 3; again++) await advance('15 minutes');

  expect(await shop.executions()).toMatchObject([{ status: 'SUCCEEDED', cascadeDepth: 0 }]);
  expect(await shop.events('task.overdue')).toHaveLength(1);
});

it('publishes nothing for a task that is completed in time', async () => {
  const id = await taskDue(60);

  await shop.client.send('CompleteTask', { id });
  await advance('2h');

  expect(await shop.events('task.overdue')).toEqual([]);
});

it('starts again for a new due date, and not for the one it replaced', async () => {
  const id = await taskDue(60);
  const { errors } = await shop.client.raw(UPDATE, { id, input: { dueAt: await inMinutes(180) } });
  expect(errors).toBeUndefined();
  await advance('90 minutes');
  expect(await shop.executions()).toEqual([]);
  await advance('2h');
  expect(await shop.executions()).toHaveLength(1);

  await shop.client.raw(UPDATE, { id, input: { dueAt: await inMinutes(60) } });
  await advance('61 minutes');
  await advance('1d');

  expect(await shop.executions()).toHaveLength(2);
});

it('finds all of many tasks that become overdue at once, in every workspace', async () => {
  const neighbour = await Workshop.open(await server.client());
  await neighbour.automate([{ type: 'create_task', params: { title: 'Chase' } }], {
    trigger: { type: 'task.overdue' },
  });
  const dueAt = await inMinutes(30);
  const input = (contactId: string) => ({ title: 'Call', contactId, dueAt });
  await Promise.all(Array.from({ length: 20 }, () => shop.client.send('CreateTask', { input: input(shop.contactId) })));
  await neighbour.client.send('CreateTask', { input: input(neighbour.contactId) });

  await advance('31 minutes');

  expect(await shop.executions()).toHaveLength(20);
  expect(await neighbour.tasks()).toEqual(['Call', 'Chase']);
});
