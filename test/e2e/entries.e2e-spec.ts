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

const task = (title: string) => ({ key: title, type: 'create_task', params: { title } });
const slow = { key: 'later', type: 'create_task', params: { title: 'later' }, delay: '1d' };

/** Moves a new order of the contact to Won; resolves with the decisions about that once everything is finished. */
async function win(input: object = {}) {
  const order = await shop.order(input);
  await shop.move(order, 'Won');
  await server.quiet();
  const moved = await shop.events('order.stage_changed');
  const [decision] = await shop.decisions(moved.at(-1)!.id);
  return decision!;
}

const outcomes = async () => {
  const events = await shop.events('order.stage_changed');
  const decided = await Promise.all(events.map(({ id }) => shop.decisions(id)));
  return decided.map(([decision]) => decision!.outcome);
};

const states = async () =>
  (await shop.executions()).map(({ status, error }) => [status, error?.code].filter(Boolean).join(' '));

describe('one at a time', () => {
  const settings = { reentry: { mode: 'ONE_AT_A_TIME' } };

  it('starts no second execution for a contact while one is unfinished, and names that one', async () => {
    await shop.automate([slow], { settings });
    const first = await win();
    const second = await win();

    expect(first.outcome).toBe('STARTED');
    expect(second).toMatchObject({ outcome: 'ALREADY_RUNNING', execution: { id: first.execution!.id } });
    await server.advance('1 day');
    await server.quiet();
    expect((await win()).outcome).toBe('STARTED');
    expect(await states()).toEqual(['SUCCEEDED', 'SLEEPING']);
  });

  it('starts one execution for 64 simultaneous events', async () => {
    await shop.automate([slow], { settings });
    const orders = await Promise.all(Array.from({ length: 64 }, () => shop.order()));
    await Promise.all(orders.map((order) => shop.move(order, 'Won')));
    await server.quiet();

    expect(await states()).toEqual(['SLEEPING']);
    expect((await outcomes()).sort()).toEqual([...Array.from({ length: 63 }, () => 'ALREADY_RUNNING'), 'STARTED']);
  });

  it('counts by order when configured, otherwise by contact', async () => {
    await shop.automate([slow], { settings: { reentry: { mode: 'ONE_AT_A_TIME', by: 'ORDER' } } });
    await shop.automate([slow], { settings, name: 'By contact' });
    const { createContact } = await shop.client.send<{ createContact: { id: string } }>('CreateContact', {
      input: { name: 'Eva' },
    });
    const order = await shop.order();
    await shop.move(order, 'Won');
    await shop.move(order, 'New');
    await shop.move(order, 'Won');
    await shop.move(await shop.order({ contactId: createContact.id }), 'Won');
    await shop.move(await shop.order(), 'Won');
    await server.quiet();

    const started = await shop.executions();
    expect(started.map(({ automation }) => automation.name).sort()).toEqual([
      'By contact',
      'By contact',
      'Won',
      'Won',
      'Won',
    ]);
  });

  it('allows the retry of a failed execution only while no other is unfinished', async () => {
    const failing = { key: 'wrong', type: 'create_task', params: { title: '{{ contact.city }}' } };
    await shop.automate([failing, slow], { settings });
    const { execution: first } = await win();
    await shop.client.send('UpdateContact', { id: shop.contactId, input: { city: 'Lima' } });
    const { execution: second } = await win();

    const retry = 'mutation ($id: ID!) { retryExecution(id: $id) { id } }';
    const refused = await shop.client.raw(retry, { id: first!.id });
    expect(refused.errors![0]).toMatchObject({ extensions: { code: 'CONFLICT' } });
    expect(refused.errors![0]!.message).toContain(second!.id);

    await server.advance('1 day');
    await server.quiet();
    expect((await shop.client.raw(retry, { id: first!.id })).errors).toBeUndefined();
    await server.quiet();
    expect(await win()).toMatchObject({ outcome: 'ALREADY_RUNNING', execution: { id: first!.id } });
  });
});

it('restart ends the unfinished execution and starts a new one', async () => {
  await shop.automate([slow], { settings: { reentry: { mode: 'RESTART' } } });
  const orders = await Promise.all(Array.from({ length: 8 }, () => shop.order()));
  await Promise.all(orders.map((order) => shop.move(order, 'Won')));
  await server.quiet();
  expect(await states()).toEqual([...Array.from({ length: 7 }, () => 'CANCELLED RESTARTED'), 'SLEEPING']);

  await win();
  const all = await shop.executions();
  expect(all.filter(({ status }) => status === 'SLEEPING').map(({ id }) => id)).toEqual([all.at(-1)!.id]);
});

it('once means once ever, and a cooldown ends', async () => {
  await shop.automate([task('once')], { settings: { reentry: { mode: 'ONCE' } } });
  await shop.automate([task('cool')], { name: 'Cool', settings: { reentry: { cooldown: '7d' } } });
  await win();
  await win();
  await server.advance('6 days');
  await win();
  expect(await shop.tasks()).toEqual(['once', 'cool']);
  const [, event] = await shop.events('order.stage_changed');
  expect((await shop.decisions(event!.id)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['ALREADY_RAN', expect.stringMatching(/^It runs once for each contact, and ran at 20/)],
    ['COOLING_DOWN', expect.stringMatching(/^It started at 20.* and may start again after 7d$/)],
  ]);

  await server.advance('1 day');
  await win();
  expect(await shop.tasks()).toEqual(['once', 'cool', 'cool']);
});

describe('a throttle', () => {
  it('delays starts over the limit, in order, and says what they wait for', async () => {
    await shop.automate(
      [task('{{ order.name }}')].map((each) => ({ ...each, key: 'task' })),
      {
        settings: { throttle: { limit: 2, per: '1h' } },
      },
    );
    for (const name of ['A', 'B', 'C', 'D', 'E']) await win({ name });
    expect(await shop.tasks()).toEqual(['A', 'B']);
    const waiting = (await shop.executions()).at(-1)!;
    const { data } = await shop.client.raw<{ execution: { waitingFor: { kind: string; detail: string } } }>(
      'query ($id: ID!) { execution(id: $id) { waitingFor { kind detail } } }',
      { id: waiting.id },
    );
    expect(data.execution.waitingFor).toEqual({ kind: 'THROTTLE', detail: 'At most 2 starts in 1h' });

    await server.advance('1 hour');
    await server.quiet();
    expect(await shop.tasks()).toEqual(['A', 'B', 'C', 'D']);
    await server.advance('1 hour');
    await server.quiet();
    expect(await shop.tasks()).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('drops starts over the limit when configured, and counts by contact', async () => {
    await shop.automate([task('now')], {
      settings: { throttle: { limit: 1, per: '1h', by: 'CONTACT', over: 'DROP' } },
    });
    const other = await shop.client.send<{ createContact: { id: string } }>('CreateContact', {
      input: { name: 'Eva' },
    });
    expect((await win()).outcome).toBe('STARTED');
    expect(await win()).toMatchObject({ outcome: 'THROTTLED', execution: null });
    expect((await win({ contactId: other.createContact.id })).outcome).toBe('STARTED');
    await server.advance('1 hour');
    expect((await win()).outcome).toBe('STARTED');
  });

  it('counts the automations of a workspace together when configured', async () => {
    const settings = { throttle: { limit: 1, per: '1h', by: 'WORKSPACE', over: 'DROP' } };
    await shop.automate([task('a')], { settings });
    await shop.automate([task('b')], { settings, name: 'B' });
    await win();
    expect(await shop.tasks()).toEqual(['a']);
  });
});

describe('a debounce', () => {
  it('waits for quiet, and uses the last event', async () => {
    await shop.automate([{ key: 'task', type: 'create_task', params: { title: '{{ order.name }}' } }], {
      settings: { debounce: { quiet: '5m', max: '1h' } },
    });
    await win({ name: 'A' });
    await server.advance('4 minutes');
    await win({ name: 'B' });
    await server.advance('4 minutes');
    await server.quiet();
    expect(await shop.tasks()).toEqual([]);
    await server.advance('1 minute');
    await server.quiet();

    expect(await shop.tasks()).toEqual(['B']);
    expect(await outcomes()).toEqual(['DEBOUNCED_INTO', 'STARTED']);
    expect(await states()).toEqual(['SUCCEEDED']);
  });

  it('replaces the event in every automation that waits for it', async () => {
    const settings = { debounce: { quiet: '5m', max: '1h' } };
    await shop.automate([task('a')], { settings });
    await shop.automate([task('b')], { settings, name: 'B' });
    await win();
    await win();
    const [first] = await shop.events('order.stage_changed');
    expect((await shop.decisions(first!.id)).map(({ outcome }) => outcome)).toEqual([
      'DEBOUNCED_INTO',
      'DEBOUNCED_INTO',
    ]);
  });

  it('waits no longer than its maximum', async () => {
    await shop.automate([{ key: 'task', type: 'create_task', params: { title: '{{ order.name }}' } }], {
      settings: { debounce: { quiet: '5m', max: '7m' } },
    });
    for (const name of ['A', 'B', 'C']) {
      await win({ name });
      await server.advance('3 minutes');
    }
    await server.quiet();
    expect(await shop.tasks()).toEqual(['C']);
  });

  it('starts one execution for 32 simultaneous events', async () => {
    await shop.automate([task('quiet')], { settings: { debounce: { quiet: '5m', max: '1h' } } });
    const orders = await Promise.all(Array.from({ length: 32 }, () => shop.order()));
    await Promise.all(orders.map((order) => shop.move(order, 'Won')));
    await server.quiet();
    const decided = await outcomes();
    expect(decided.filter((outcome) => outcome === 'STARTED')).toHaveLength(1);
    expect(decided.filter((outcome) => outcome === 'DEBOUNCED_INTO')).toHaveLength(31);
    await server.advance('5 minutes');
    await server.quiet();
    expect(await states()).toEqual(['SUCCEEDED']);
  });
});
