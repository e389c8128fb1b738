import pg from 'pg';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeEach(async () => {
  server = await startTestServer();
  shop = await Workshop.open(await server.client());
});

afterEach(() => server.close());

const note = { key: 'note', type: 'update_field', params: { field: 'order.description', value: 'Sold' } };
const task = (key: string, title: string) => ({ key, type: 'create_task', params: { title } });

async function win() {
  const order = await shop.order();
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(order, 'Won');
  const changes = await ended;
  return { changes, execution: await shop.execution(changes.at(-1)!.execution.id) };
}

/** The number of transactions that wrote an execution's steps. */
async function transactions(executionId: string): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    'SELECT count(DISTINCT xmin::text)::int AS count FROM step WHERE execution_id = $1',
    [executionId],
  );
  return row!.count;
}

it('runs internal steps without a delay in one transaction, each seeing the changes of the previous ones', async () => {
  await shop.automate([
    note,
    task('first', '{{ order.description }} {{ order.name }}'),
    task('second', 'After {{ steps.first.output.taskId }}'),
  ]);

  const { execution, changes } = await win();

  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  expect(await transactions(execution.id)).toBe(1);
  const first = execution.steps[1]!.output!.taskId as string;
  expect((await shop.tasks()).sort()).toEqual([`After ${first}`, 'Sold Beans'].sort());
  const times = execution.steps.flatMap(({ startedAt, completedAt }) => [startedAt!, completedAt!]);
  expect(times).toEqual([...times].sort());
  expect(changes.map(({ execution: { seq, status } }) => [seq, status])).toEqual([
    [1, 'QUEUED'],
    [2, 'RUNNING'],
    [3, 'SUCCEEDED'],
  ]);
});

it('records the intent of a call together with the steps before it, and its outcome separately', async () => {
  await shop.automate([
    task('before', 'Before'),
    { key: 'text', type: 'send_whatsapp_template', params: { templateName: 'won', language: 'en' } },
    task('after', 'After'),
  ]);

  const { execution, changes } = await win();

  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  expect(changes.map(({ steps }) => steps.map(({ status }) => status))).toEqual([
    [],
    [],
    ['SUCCEEDED', 'RUNNING'],
    ['SUCCEEDED', 'SUCCEEDED'],
    ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'],
  ]);
});

it('keeps the successful steps before a failed one, once, and skips the rest', async () => {
  await shop.automate([
    note,
    task('kept', 'Kept'),
    task('fails', 'Deliver to {{ contact.city }}'),
    task('never', 'Never'),
  ]);

  const { execution } = await win();

  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'SKIPPED']);
  expect(execution).toMatchObject({ status: 'FAILED', error: { code: 'EMPTY_VARIABLE' } });
  expect(await transactions(execution.id)).toBe(3);
  expect(await shop.tasks()).toEqual(['Kept']);
  expect(await shop.events('field.changed')).toHaveLength(1);
});

it('runs none of the steps of a transaction during which the automation is disabled', async () => {
  const automation = await shop.automate([note, task('first', 'First'), task('second', 'Second')]);
  const order = await shop.order();
  const ended = server.ended(shop.client.workspaceId);
  const gate = new pg.Client({ connectionString: server.database.url });
  await gate.connect();
  await gate.query('BEGIN; LOCK TABLE task IN SHARE MODE');
  await shop.move(order, 'Won');
  await somebodyWaits(gate);

  await shop.client.send('SetAutomationEnabled', { id: automation, enabled: false });
  await gate.query('COMMIT');
  await gate.end();

  const execution = await shop.execution((await ended).at(-1)!.execution.id);
  expect(execution).toMatchObject({ status: 'CANCELLED', error: { code: 'AUTOMATION_DISABLED' } });
  expect(statuses(execution)).toEqual(['SKIPPED', 'SKIPPED', 'SKIPPED']);
  expect(await shop.tasks()).toEqual([]);
  expect(await shop.events('field.changed')).toEqual([]);
});

/** Resolves when a statement waits for a table lock. */
async function somebodyWaits(client: pg.Client): Promise<void> {
  while ((await client.query(`SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation'`)).rows.length === 0);
}
