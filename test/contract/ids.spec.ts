import { readdir, readFile } from 'node:fs/promises';
import { newId } from '../../src/kernel/ids.js';
import { subscribe } from '../support/live.js';
import { send } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { deliver, messages, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';
import { Workshop } from '../support/workshop.js';

const SRC = new URL('../../src/', import.meta.url);

let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer(WEBHOOK_ENV);
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(() => server.close());

const upper = (id: string) => id.toUpperCase();
const outcomesOf = async (type: string) => {
  const [event] = (await shop.events(type)).slice(-1);
  return (await shop.decisions(event!.id)).map(({ outcome }) => outcome);
};

it("stores an id in a trigger's config in lower case, and matches events by it", async () => {
  const id = await shop.automate([{ key: 'tag', type: 'assign_tag', params: { tagName: 'Won' } }], {
    trigger: {
      type: 'order.stage_changed',
      config: { stageId: upper(shop.stage('Won')), pipelineId: upper(shop.pipelineId) },
    },
  });
  const order = await shop.order();
  const ended = server.ended(client.workspaceId);
  await shop.move(order, 'Won');

  expect((await ended).at(-1)!.execution.status).toBe('SUCCEEDED');
  expect(await send(client, 'AutomationById', { id })).toMatchObject({
    trigger: { config: { stageId: shop.stage('Won'), pipelineId: shop.pipelineId } },
  });
});

it('stores an id in an action in lower case, and accepts one that a template renders in upper case', async () => {
  const id = await shop.automate([
    { key: 'written', type: 'change_stage', params: { stageId: upper(shop.stage('Lost')) } },
    { key: 'rendered', type: 'change_stage', params: { stageId: '{{ order.stage.id | upcase }}' } },
    { key: 'back', type: 'change_stage', params: { stageId: '{{ trigger.toStage.id | upcase }}' } },
  ]);
  const order = await shop.order();
  const ended = server.ended(client.workspaceId);
  await shop.move(order, 'Won');

  const { execution } = (await ended).at(-1)!;
  const { steps } = await shop.execution(execution.id);
  expect(steps.map(({ output }) => output)).toMatchObject([
    { stageId: shop.stage('Lost'), moved: true },
    { stageId: shop.stage('Lost'), moved: false },
    { stageId: shop.stage('Won'), moved: true },
  ]);
  const { actions } = await send<{ actions: { params: object }[] }>(client, 'AutomationById', { id });
  expect(actions[0]!.params).toEqual({ stageId: shop.stage('Lost') });
});

it.each([
  ['equals', (id: string) => upper(id), 'STARTED'],
  ['not_equals', (id: string) => upper(id), 'CONDITIONS_FALSE'],
  ['in', (id: string) => [newId(), upper(id)], 'STARTED'],
  ['not_in', (id: string) => [upper(id)], 'CONDITIONS_FALSE'],
  ['contains', (id: string) => upper(id.slice(0, 18)), 'STARTED'],
])('compares an id by %s, however it is spelled', async (operator, valueOf, outcome) => {
  const conditions = {
    logic: 'AND',
    conditions: [{ field: 'order.stage.id', operator, value: valueOf(shop.stage('Won')) }],
  };
  await shop.automate([{ key: 'tag', type: 'assign_tag', params: { tagName: 'Won' } }], {
    trigger: shop.onStage(),
    conditions,
  });
  await shop.move(await shop.order(), 'Won');
  await server.quiet();

  expect(await outcomesOf('order.stage_changed')).toEqual([outcome]);
});

it('sends updates to a subscriber that writes ids in upper case', async () => {
  const automationId = await shop.automate([
    { key: 'tag', type: 'assign_tag', params: { tagName: 'Won' }, delay: '1h' },
  ]);
  const ofAutomation = await subscribe(server, client.key, { automationId: upper(automationId) });
  await shop.move(await shop.order(), 'Won');
  const { id } = (await ofAutomation.until(({ status }) => status === 'SLEEPING')).at(-1)!;
  const ofExecution = await subscribe(server, client.key, { executionId: upper(id) });
  await send(client, 'CancelExecution', { id: upper(id) });

  expect((await ofExecution.until(({ status }) => status === 'CANCELLED')).map((seen) => seen.id)).toEqual([id]);
  await ofAutomation.close();
  await ofExecution.close();
});

it('reads ids in the document like ids in variables', async () => {
  const { data } = await client.raw<{ updateContact: { id: string } }>(
    `mutation { updateContact(id: "${upper(shop.contactId)}", input: { name: "Bea" }) { id } }`,
  );
  const { data: page } = await client.raw<{ events: { edges: unknown[] } }>(
    `{ events(filter: { entityId: "${upper(shop.contactId)}" }) { edges { cursor } } }`,
  );

  expect([data.updateContact.id, page.events.edges.length]).toEqual([shop.contactId, 2]);
});

it('accepts a WhatsApp delivery for a workspace whose id is in upper case in the address', async () => {
  await shop.automate([{ key: 'tag', type: 'assign_tag', params: { tagName: 'Wrote', entityType: 'contact' } }], {
    trigger: { type: 'whatsapp.message_received' },
  });
  const ended = server.ended(client.workspaceId);
  await deliver(server, upper(client.workspaceId), messages({ id: 'wamid.upper', type: 'text', text: { body: 'Hi' } }));

  expect((await ended).at(-1)!.execution).toMatchObject({ workspaceId: client.workspaceId, status: 'SUCCEEDED' });
});

it("keeps an external system's id as it is written", async () => {
  const assigneeId = newId().toUpperCase();
  const { data } = await client.raw<{ createTask: { assigneeId: string } }>(
    `mutation ($a: ID) { createTask(input: { title: "Call", assigneeId: $a }) { assigneeId } }`,
    { a: assigneeId },
  );

  expect(data.createTask.assigneeId).toBe(assigneeId);
});

it('normalizes ids in one place of the code', async () => {
  const files = (await readdir(SRC, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('kernel/ids.'),
  );
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(new URL(file, SRC), 'utf8')] as const),
  );

  const others = texts
    .filter(([, text]) => /z\s*\.(uuid|guid|uuidv\d)\(|\bvalidate\b.*from 'uuid'/.test(text))
    .map(([file]) => file);
  expect({ 'use `uuid` or `toId` of kernel/ids instead': others }).toEqual({
    'use `uuid` or `toId` of kernel/ids instead': [],
  });
});
