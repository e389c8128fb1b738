import { startTestServer, type TestServer } from '../support/test-server.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeEach(async () => {
  server = await startTestServer();
  shop = await Workshop.open(await server.client());
});

afterEach(() => server.close());

const items = [
  { title: 'Coffee', quantity: 4, unitPrice: '62.50' },
  { title: 'Filters', quantity: 2, unitPrice: '5.00' },
];

async function win(input: object = {}) {
  const order = await shop.order(input);
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(order, 'Won');
  return { order, execution: await shop.execution((await ended).at(-1)!.execution.id) };
}

/** Makes Postgres refuse rows, always or the given number of times: a rollback does not reset the sequence. */
async function refuse(table: string, when: string, times = 1_000_000) {
  await server.database.query(`CREATE SEQUENCE refusals`);
  await server.database.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF nextval('refusals') <= ${times} THEN RAISE EXCEPTION 'refused by the test'; END IF; RETURN NEW; END $$`);
  await server.database.query(
    `CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION refuse()`,
  );
}

it("duplicates an order with its items, links both orders, and gives the next action the copy's id", async () => {
  await shop.automate([
    { key: 'copy', type: 'duplicate_order', params: { stageId: shop.stage('New') } },
    {
      key: 'check',
      type: 'create_task',
      params: { title: 'Check {{ steps.copy.output.orderId }} of {{ order.name }}' },
    },
  ]);

  const { order, execution } = await win({ items, value: '260.00' });

  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  const copyId = execution.steps[0]!.output!.orderId as string;
  const copy = await shop.orderById(copyId);
  expect(copy).toMatchObject({ name: 'Beans', value: '260.00', stage: { name: 'New' }, sourceOrder: { id: order } });
  expect(copy.items).toEqual([
    { title: 'Coffee', quantity: 4 },
    { title: 'Filters', quantity: 2 },
  ]);
  expect((await shop.orderById(order)).relatedOrders).toEqual([{ id: copyId }]);
  expect(await shop.tasks()).toEqual([`Check ${copyId} of Beans`]);
});

it('rolls back an action that failed halfway: no copy, no event, and a failed step', async () => {
  await shop.automate([
    { key: 'copy', type: 'duplicate_order', params: {} },
    { key: 'task', type: 'create_task', params: { title: 'Copied' } },
  ]);
  const order = await shop.order({ items });
  // The copy's first item is stored, the second is refused.
  await refuse('order_item', `NEW.title = 'Filters'`);

  let slept = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(order, 'Won');
  for (const attempts of [1, 2, 3]) {
    expect((await slept).steps[0]).toMatchObject({
      status: 'WAITING',
      attempts,
      error: { code: 'ACTION_FAILED', retryable: true },
    });
    slept = server.until(
      shop.client.workspaceId,
      (change) => change.execution.status === 'SLEEPING' && change.steps[0]!.attempts === attempts + 1,
    );
    slept.catch(() => undefined);
    await server.advance('2 minutes');
  }
  const execution = await shop.execution((await ended).at(-1)!.execution.id);

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: { code: 'ACTION_FAILED' },
    steps: [{ status: 'FAILED', attempts: 4, output: null }, { status: 'SKIPPED' }],
  });
  expect(await shop.orders()).toHaveLength(1);
  expect(await shop.events('order.created')).toHaveLength(1);
  expect(await shop.tasks()).toEqual([]);
});

it('rolls back an action whose record is refused, and performs it once when it is claimed again', async () => {
  server.app.useLogger(false);
  await shop.automate([{ key: 'copy', type: 'duplicate_order', params: {} }]);
  const order = await shop.order({ items });
  await refuse('step', `NEW.status = 'SUCCEEDED'`, 1);

  const handedBack = server.until(
    shop.client.workspaceId,
    ({ execution }) => execution.status === 'RUNNING' && execution.fence > 1,
  );
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(order, 'Won');
  await letGo();
  expect(await shop.orders()).toHaveLength(1);
  expect(await shop.events('order.created')).toHaveLength(1);
  await server.advance('1s');
  await handedBack;
  await ended;

  expect((await shop.executions())[0]).toMatchObject({
    status: 'SUCCEEDED',
    steps: [{ status: 'SUCCEEDED', attempts: 1 }],
  });
  expect(await shop.orders()).toHaveLength(2);
  expect(await shop.events('order.created')).toHaveLength(2);
});

/** Resolves when the refused worker has released the execution. */
async function letGo() {
  while (
    (
      await server.database.query(
        `SELECT FROM execution WHERE status = 'RUNNING' AND lease_until > clock_now() OR fence = 0`,
      )
    ).length > 0
  );
}

it('keeps a failed execution from undoing or repeating others in the same batch', async () => {
  await shop.automate([{ key: 'copy', type: 'duplicate_order', params: {} }]);
  const good = await Promise.all([1, 2, 3, 4].map((n) => shop.order({ name: `good ${n}`, items: [items[0]] })));
  const bad = await shop.order({ name: 'bad', items });
  await refuse('order_item', `NEW.title = 'Filters'`);

  const succeeded = server.ended(shop.client.workspaceId, 4);
  const slept = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await Promise.all([...good, bad].map((order) => shop.move(order, 'Won')));
  await Promise.all([succeeded, slept]);

  const names = (await shop.orders()).map(({ name }) => name).sort();
  expect(names).toEqual(['bad', ...[1, 2, 3, 4].flatMap((n) => [`good ${n}`, `good ${n}`])]);
});

it('increments the cascade depth of the events that an action causes', async () => {
  await shop.automate([{ key: 'copy', type: 'duplicate_order', params: {} }]);

  const { execution } = await win();

  const [, copied] = await shop.events('order.created');
  expect(copied).toMatchObject({ cascadeDepth: 1 });
  expect(execution).toMatchObject({ cascadeDepth: 0, event: { cascadeDepth: 0 } });
});

it('fails a step immediately with EMPTY_VARIABLE instead of sending an empty text', async () => {
  await shop.automate([
    { key: 'task', type: 'create_task', params: { title: 'Deliver to {{ contact.city }}' } },
    { key: 'tag', type: 'assign_tag', params: { tagName: 'Late' } },
  ]);

  const { execution } = await win();

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: { code: 'EMPTY_VARIABLE', message: expect.stringContaining('contact.city') },
  });
  expect(execution.steps).toMatchObject([
    { status: 'FAILED', attempts: 1, error: { retryable: false } },
    { status: 'SKIPPED' },
  ]);
  expect(await shop.tasks()).toEqual([]);
});

it('replaces an empty variable by its default', async () => {
  await shop.automate([
    { type: 'create_task', params: { title: 'Deliver to {{ contact.city | default: "the shop" }}' } },
  ]);

  const { execution } = await win();

  expect(execution).toMatchObject({ status: 'SUCCEEDED', steps: [{ input: { title: 'Deliver to the shop' } }] });
  expect(await shop.tasks()).toEqual(['Deliver to the shop']);
});
