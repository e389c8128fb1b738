import request from 'supertest';
import { ExecutionAnnouncer } from '../../src/executions/feed/execution-announcer.js';
import { newId } from '../../src/kernel/ids.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { status, WebhookReceiver } from '../support/webhook-receiver.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
});

afterAll(() => server.close());

/** The product's own samples, by name with labels as written. */
async function scrape(): Promise<Map<string, number>> {
  const { text } = await request(server.url).get('/metrics').expect(200);
  const lines = text.split('\n').filter((line) => line.startsWith('crm_'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

it('returns the Prometheus text format, with the process metrics, without a key', async () => {
  const { headers, text } = await request(server.url).get('/metrics').expect(200);

  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text).toMatch(/^process_cpu_seconds_total /m);
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
});

it('counts what ended, how long each attempt took, and what waits', async () => {
  const shop = await Workshop.open(await server.client());
  await shop.automate([
    { type: 'create_task', params: { title: 'Now' } },
    { type: 'create_task', delay: '2h', params: { title: 'Later' } },
  ]);
  const order = await shop.order();
  const before = await scrape();
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Won');
  await sleeping;
  const asleep = await scrape();
  const ended = server.ended(shop.client.workspaceId);
  await server.advance('3 hours');
  await ended;
  const after = await scrape();

  const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(asleep.get('crm_executions{status="SLEEPING"}')).toBe(1);
  expect(after.get('crm_executions{status="SLEEPING"}')).toBe(0);
  expect(grown('crm_executions_ended_total{status="SUCCEEDED"}')).toBe(1);
  expect(grown('crm_step_seconds_count{action="create_task",outcome="succeeded"}')).toBe(2);
  expect(grown('crm_dispatch_lag_seconds_count')).toBeGreaterThanOrEqual(1);
  expect(grown('crm_sweeper_finds_total{kind="woken"}')).toBe(1);
  expect(after.get('crm_outbox_events')).toBe(0);
  expect(after.get('crm_outbox_age_seconds')).toBe(0);
  expect(after.get('crm_oldest_due_execution_seconds')).toBe(0);
});

it('counts a failed last attempt as failed, and names neither workspaces nor automations', async () => {
  const shop = await Workshop.open(await server.client());
  const automation = await shop.automate([{ type: 'create_task', params: { title: '{{ contact.email }}' } }]);
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  await ended;

  const samples = await scrape();
  expect(samples.get('crm_step_seconds_count{action="create_task",outcome="failed"}')).toBe(1);
  expect(
    [...samples.keys()].filter((name) => name.includes(automation) || name.includes(shop.client.workspaceId)),
  ).toEqual([]);
});

it('counts an attempt that will be retried', async () => {
  const receiver = await WebhookReceiver.start(status(503));
  const shop = await Workshop.open(await server.client());
  await shop.automate([{ type: 'webhook', params: { url: receiver.url, payload: '{}' } }]);
  const waiting = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  const { execution } = await waiting;

  const samples = await scrape();
  expect(samples.get('crm_step_retries_total{action="webhook"}')).toBeGreaterThanOrEqual(1);
  expect(samples.get('crm_step_seconds_count{action="webhook",outcome="retry"}')).toBeGreaterThanOrEqual(1);
  await shop.client.send('CancelExecution', { id: execution.id });
  await receiver.close();
});

it('reports how long the oldest due execution has waited', async () => {
  const shop = await Workshop.open(await server.client());
  await shop.automate([{ type: 'create_task', delay: '2h', params: { title: 'Later' } }]);
  const order = await shop.order();
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Won');
  await sleeping;
  // Moves only the clock: no sweep finds the sleeper.
  await server.database.advanceClock('130 minutes');

  const age = (await scrape()).get('crm_oldest_due_execution_seconds')!;
  expect(age).toBeGreaterThanOrEqual(600);
  expect(age).toBeLessThan(700);
});

it('counts a subscription while it is open', async () => {
  const watch = server.app.get(ExecutionAnnouncer, { strict: false });
  const changes = watch.subscribe('nobody');
  expect((await scrape()).get('crm_open_subscriptions')).toBe(1);

  await changes.return!();
  await changes.return!();
  expect((await scrape()).get('crm_open_subscriptions')).toBe(0);
});

const withRedis = process.env.TEST_REDIS_URL ? it : it.skip;

withRedis("shows the queue's depth, in a process that serves no API as well", async () => {
  const worker = await startTestServer({
    ROLE: 'worker',
    REDIS_URL: process.env.TEST_REDIS_URL!,
    REDIS_PREFIX: `test-${newId()}`,
  });

  const { text } = await request(worker.url).get('/metrics').expect(200);
  await worker.close();

  expect(text).toContain('crm_queue_depth{state="waiting"} 0');
});

it('counts the connection of the request', async () => {
  const samples = await scrape();

  expect(samples.get('crm_open_sockets{protocol="http"}')).toBeGreaterThanOrEqual(1);
  expect(samples.get('crm_open_sockets{protocol="websocket"}')).toBe(0);
});

it('leaves out what cannot be read, and still answers', async () => {
  server.app
    .get(Metrics, { strict: false })
    .gauge({ name: 'crm_test_unreadable', help: 'Never known' }, () => Promise.reject(new Error('away')));

  const samples = await scrape();
  expect(samples.has('crm_test_unreadable')).toBe(false);
  expect(samples.has('crm_executions{status="QUEUED"}')).toBe(true);
});
