/** @jest-environment-options {"ownProduct": true} */
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

let server: TestServer;

beforeAll(async () => {
  provider.register();
  server = await startTestServer();
});

afterAll(async () => {
  await server.close();
  await provider.shutdown();
});

/** The names of the spans of one trace. */
const namesIn = (traceId: string) =>
  exporter
    .getFinishedSpans()
    .filter((span) => span.spanContext().traceId === traceId)
    .map(({ name }) => name);

it('records a change, its dispatch, its steps across a delay, and the resulting cascade as one trace', async () => {
  const shop = await Workshop.open(await server.client());
  const { workspaceId } = shop.client;
  await shop.automate([
    { type: 'create_task', params: { title: 'Now' } },
    { type: 'assign_tag', delay: '2h', params: { tagName: 'Customer', entityType: 'contact' } },
  ]);
  await shop.automate([{ type: 'create_task', params: { title: 'Welcome' } }], {
    trigger: { type: 'tag.assigned', config: {} },
  });
  const order = await shop.order();
  const sleeping = server.until(workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  exporter.reset();
  await shop.move(order, 'Won');
  await sleeping;
  const ended = server.ended(workspaceId, 2);
  await server.advance('3 hours');
  await ended;

  const [event] = await server.database.query<{ traceparent: string }>(
    `SELECT traceparent FROM event WHERE workspace_id = $1 AND type = 'order.stage_changed'`,
    [workspaceId],
  );
  const traceId = event!.traceparent.split('-')[1]!;
  expect(namesIn(traceId)).toEqual([
    'change',
    'dispatch order.stage_changed',
    'step create_task',
    'step assign_tag',
    'dispatch tag.assigned',
    'step create_task',
  ]);
});

it('records an outbound call separately from its intent and its outcome', async () => {
  const shop = await Workshop.open(await server.client());
  await shop.automate([{ type: 'send_whatsapp_template', params: { templateName: 'won', language: 'en' } }]);
  const order = await shop.order();
  exporter.reset();
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(order, 'Won');
  await ended;

  const call = exporter.getFinishedSpans().find(({ name }) => name === 'call send_whatsapp_template')!;
  expect(namesIn(call.spanContext().traceId).filter((name) => name.includes('send_whatsapp_template'))).toEqual([
    'step send_whatsapp_template',
    'call send_whatsapp_template',
    'step send_whatsapp_template',
  ]);
  expect(call.attributes).toMatchObject({ 'crm.workspace_id': shop.client.workspaceId, 'crm.step_index': 0 });
});
