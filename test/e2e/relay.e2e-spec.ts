import { Dispatcher } from '../../src/automations/dispatch/dispatcher.js';
import { EventRelay } from '../../src/automations/dispatch/event-relay.js';
import { EventAnnouncer } from '../../src/platform/work/event-announcer.js';
import type { PublishedEvent } from '../../src/platform/outbox/event-store.js';
import { eventColumns } from '../../src/platform/outbox/event.entity.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

/** Simulates a process that dies after each commit, before it notifies anybody. */
const dies = { provide: EventAnnouncer, useValue: { committed: () => undefined } };

async function start(options: Parameters<typeof startTestServer>[1], conditions?: object) {
  server = await startTestServer({ RELAY_GRACE_SECONDS: '3600' }, options);
  shop = await Workshop.open(await server.client());
  await shop.automate([{ type: 'create_task', params: { title: 'Won {{ order.name }}' } }], { conditions });
}

afterEach(() => server.close());

it('dispatches once an event whose process died after the commit', async () => {
  await start({ override: [dies] });
  await shop.move(await shop.order(), 'Won');
  expect(await server.database.query('SELECT FROM outbox')).toHaveLength(1);
  expect(await shop.executions()).toEqual([]);

  const ended = server.ended(shop.client.workspaceId);
  await server.advance('2h');
  await server.advance('2h');
  await ended;
  await server.quiet();

  expect(await shop.executions()).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(await shop.tasks()).toEqual(['Won Beans']);
});

it('leaves an event alone that its own process may still dispatch', async () => {
  await start({ override: [dies] });
  await shop.move(await shop.order(), 'Won');

  await server.advance('30 minutes');

  expect(await server.database.query('SELECT FROM outbox')).toHaveLength(1);
});

it('starts nothing twice when two processes dispatch the same events at once', async () => {
  await start({ override: [dies] });
  const orders = await Promise.all(Array.from({ length: 30 }, (_, n) => shop.order({ name: `Order ${n}` })));
  for (const order of orders) await shop.move(order, 'Won');
  const other = await startTestServer({ RELAY_GRACE_SECONDS: '3600' }, { database: server.database });

  await server.database.advanceClock('2h');
  await Promise.all([server, other, server, other].map(({ app }) => app.get(EventRelay, { strict: false }).sweep()));
  await server.quiet();
  await other.stop();

  expect(await shop.executions()).toHaveLength(30);
  expect(new Set(await shop.tasks()).size).toBe(30);
  expect(await shop.tasks()).toHaveLength(30);
  expect(await server.database.query('SELECT FROM decision')).toHaveLength(30);
});

it('starts nothing twice when an event is dispatched again', async () => {
  await start({});
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  await ended;
  const [event] = await server.database.query<PublishedEvent>(
    `SELECT ${eventColumns('e')} FROM event e WHERE type = 'order.stage_changed'`,
  );

  const dispatcher = server.app.get(Dispatcher, { strict: false });
  dispatcher.accept([{ ...event!, listenersRevision: '0' }]);
  await dispatcher.onModuleDestroy();
  await server.quiet();

  expect(await shop.executions()).toHaveLength(1);
  expect(await shop.tasks()).toEqual(['Won Beans']);
  expect(await shop.decisions(event!.id)).toHaveLength(1);
});

it('decides about a delayed event by the current automations', async () => {
  await start({ override: [dies] });
  await shop.move(await shop.order(), 'Won');
  const late = await shop.automate([{ type: 'create_task', params: { title: 'Late' } }], { name: 'Late' });

  const ended = server.ended(shop.client.workspaceId, 2);
  await server.advance('2h');
  await ended;

  expect((await shop.executions()).map(({ automation }) => automation.name)).toEqual(['Won', 'Late']);
  expect(await shop.executions({ automationId: late })).toHaveLength(1);
});

it('decides about a delayed event by its original facts, even if the order has changed since', async () => {
  const stillWon = { field: 'order.stage.name', operator: 'equals', value: 'Won' };
  await start({ override: [dies] }, { logic: 'AND', conditions: [stillWon] });
  const order = await shop.order();
  await shop.move(order, 'Won');
  await shop.move(order, 'Lost');

  await server.advance('2h');
  await server.quiet();

  expect(await shop.executions()).toHaveLength(1);
});
