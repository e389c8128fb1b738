import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Created = { [operation: string]: { id: string } };

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
});

afterAll(() => server.close());

it('adds the tag, creates the task and sends the template when an order is won, and logs every action', async () => {
  const { createPipeline: pipeline } = await client.send<{
    createPipeline: { id: string; stages: { id: string; name: string }[] };
  }>('CreatePipeline', {
    input: { name: 'Sales', stages: ['New', 'Won'] },
  });
  const won = pipeline.stages.find(({ name }) => name === 'Won')!;
  const contact = (await client.send<Created>('CreateContact', { input: { name: 'Ana', phone: '+5511999990000' } }))
    .createContact!;
  const order = (
    await client.send<Created>('CreateOrder', {
      input: { name: 'Beans', contactId: contact.id, pipelineId: pipeline.id, value: '250.00' },
    })
  ).createOrder!;
  await client.send('CreateAutomation', {
    input: {
      name: 'Won',
      trigger: { type: 'order.stage_changed', config: { pipelineId: pipeline.id, stageId: won.id } },
      conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 100 }] },
      actions: [
        { key: 'tag', type: 'assign_tag', params: { tagName: 'Customer', entityType: 'contact' } },
        { key: 'task', type: 'create_task', params: { title: 'Deliver {{ order.name }} to {{ contact.name }}' } },
        {
          key: 'thanks',
          type: 'send_whatsapp_template',
          params: { templateName: 'order_won', language: 'en', variables: ['{{ order.value }}'] },
        },
      ],
    },
  });

  const ended = server.ended(client.workspaceId);
  await client.send('MoveOrder', { id: order.id, stageId: won.id });
  const changes = await ended;

  expect(changes.map(({ execution }) => execution.seq)).toEqual(changes.map((_, index) => index + 1));
  expect(changes.map(({ execution }) => execution.status)).toEqual(['QUEUED', 'RUNNING', 'RUNNING', 'SUCCEEDED']);
  const { contact: after } = await client.send<{ contact: { tags: { name: string }[]; tasks: { title: string }[] } }>(
    'ContactById',
    { id: contact.id },
  );
  expect(after.tags.map(({ name }) => name)).toEqual(['Customer']);
  expect(after.tasks.map(({ title }) => title)).toEqual(['Deliver Beans to Ana']);
  const { execution } = await client.send<{
    execution: { status: string; steps: { status: string; attempts: number; output: unknown; durationMs: number }[] };
  }>('ExecutionById', { id: changes[0]!.execution.id });
  expect(execution.status).toBe('SUCCEEDED');
  expect(execution.steps.map(({ status, attempts }) => [status, attempts])).toEqual([
    ['SUCCEEDED', 1],
    ['SUCCEEDED', 1],
    ['SUCCEEDED', 1],
  ]);
});
