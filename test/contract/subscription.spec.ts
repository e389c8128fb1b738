import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { buildSchema } from 'graphql';
import WebSocket from 'ws';
import { ExecutionFeed } from '../../src/executions/feed/execution-feed.js';
import type { ExecutionChange } from '../../src/executions/log/execution-change.js';
import { ExecutionLog } from '../../src/executions/log/execution-log.service.js';
import { ApiKeys } from '../../src/platform/api-keys/api-keys.service.js';
import { Database } from '../../src/platform/database/database.js';
import { socketOf, subscribe, type SeenExecution } from '../support/live.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { documentOf, startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;
let sale: Sale;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
  sale = await makeSale(client);
});

afterAll(() => server.close());

const move = (to: number) => send(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[to]!.id });
const automation = (name: string, parts: object = {}) =>
  send(client, 'CreateAutomation', { input: anAutomation({ name, ...parts }) });
const ENDLESS = 'fragment E on Event { decisions { execution { event { ...E } } } }';
const stepsOf = ({ status, steps }: SeenExecution) => [status, ...steps.map((step) => step.status)];

it('sends every change of an execution in order, without gaps, and the end last', async () => {
  const actions = ['A', 'B'].map((name) => ({ key: name, type: 'assign_tag', params: { tagName: name } }));
  await automation('Two', {
    actions: [
      ...actions,
      { key: 'text', type: 'send_whatsapp_template', params: { templateName: 'won', language: 'en' } },
    ],
  });
  const live = await subscribe(server, client.key);

  await move(1);
  const seen = await live.until(({ status }) => status === 'SUCCEEDED');
  await live.close();

  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
  expect(seen.map(stepsOf)).toEqual([
    ['QUEUED', 'PENDING', 'PENDING', 'PENDING'],
    ['RUNNING', 'PENDING', 'PENDING', 'PENDING'],
    ['RUNNING', 'SUCCEEDED', 'SUCCEEDED', 'RUNNING'],
    ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'],
  ]);
  expect(seen.at(-1)!.steps[0]!.output).toMatchObject({ tagName: 'A', assigned: true });
});

it('reports a failure and the steps skipped because of it', async () => {
  await automation('Fails', {
    actions: [
      { key: 'visit', type: 'create_task', params: { title: '{{ contact.city }}' } },
      { key: 'tag', type: 'assign_tag', params: { tagName: 'A' } },
    ],
  });
  const live = await subscribe(server, client.key);

  await move(1);
  const seen = await live.until(({ status }) => status === 'FAILED');
  await live.close();

  expect(seen.map(stepsOf)).toEqual([
    ['QUEUED', 'PENDING', 'PENDING'],
    ['RUNNING', 'PENDING', 'PENDING'],
    ['FAILED', 'FAILED', 'SKIPPED'],
  ]);
  expect(seen.at(-1)!.error).toMatchObject({ code: 'EMPTY_VARIABLE' });
});

it("sends only one automation's or one execution's changes when requested", async () => {
  const wanted = await automation('Wanted', {
    actions: [{ key: 'later', type: 'assign_tag', params: { tagName: 'A' }, delay: '1h' }],
  });
  await automation('Other');
  const all = await subscribe(server, client.key);
  const ofAutomation = await subscribe(server, client.key, { automationId: wanted.id });
  await move(1);
  await all.until(({ automation: { name }, status }) => name === 'Other' && status === 'SUCCEEDED');
  const sleeping = (await ofAutomation.until(({ status }) => status === 'SLEEPING')).at(-1)!;
  const ofExecution = await subscribe(server, client.key, { executionId: sleeping.id });

  await move(2);
  await all.until(
    ({ id, automation: { name }, status }) => id !== sleeping.id && name === 'Wanted' && status === 'SLEEPING',
  );
  await send(client, 'CancelExecution', { id: sleeping.id });
  await all.until(({ id, status }) => id === sleeping.id && status === 'CANCELLED');
  await ofExecution.until(({ status }) => status === 'CANCELLED');
  await ofAutomation.until(({ status }) => status === 'CANCELLED');

  expect(new Set(all.seen.map(({ automation: { name } }) => name))).toEqual(new Set(['Wanted', 'Other']));
  expect(ofAutomation.seen.every(({ automation: { id } }) => id === wanted.id)).toBe(true);
  expect(new Set(ofAutomation.seen.map(({ id }) => id)).size).toBe(2);
  expect(ofExecution.seen.map(({ id, status }) => [id, status])).toEqual([[sleeping.id, 'CANCELLED']]);
  await Promise.all([all, ofAutomation, ofExecution].map((live) => live.close()));
});

it('sends nothing to another workspace, with any filter', async () => {
  const watched = await automation('Secret');
  const stranger = await server.client();
  await makeSale(stranger);
  await send(stranger, 'CreateAutomation', {
    input: anAutomation({ name: 'Own', trigger: { type: 'contact.created' } }),
  });
  const own = await subscribe(server, client.key);
  const [open, byAutomation] = [
    await subscribe(server, stranger.key),
    await subscribe(server, stranger.key, { automationId: watched.id }),
  ];

  await move(1);
  const seen = (await own.until(({ status }) => status === 'SUCCEEDED')).at(-1)!;
  const byExecution = await subscribe(server, stranger.key, { executionId: seen.id });
  const { execution, steps } = (await changesOf(seen.id))!;
  server.app
    .get(ExecutionFeed, { strict: false })
    .announce([{ execution: { ...execution, status: 'RUNNING', seq: execution.seq + 1 }, steps }]);
  await own.until(({ seq }) => seq === execution.seq + 1);
  // This change happens later: if the other had been sent, it would have arrived first.
  await send(stranger, 'CreateContact', { input: { name: 'Bruno' } });
  await open.until(({ status }) => status === 'SUCCEEDED');

  expect(new Set(open.seen.map(({ automation: { name } }) => name))).toEqual(new Set(['Own']));
  expect([byAutomation.seen, byExecution.seen]).toEqual([[], []]);
  await Promise.all([own, open, byAutomation, byExecution].map((live) => live.close()));
});

async function changesOf(id: string): Promise<ExecutionChange | undefined> {
  const log = server.app.get(ExecutionLog, { strict: false });
  const [change] = await log.changes(
    await log.byIds(server.app.get(Database, { strict: false }).reader(client.workspaceId), [id]),
  );
  return change;
}

it('allows executionUpdated and eventDecided only: a new subscription also needs the test before this one', async () => {
  const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
  const follows = Object.values(schema.getSubscriptionType()!.getFields()).map(({ name, args }) => [
    name,
    ...args.map((arg) => arg.name),
  ]);
  expect(follows).toEqual([
    ['eventDecided', 'types'],
    ['executionUpdated', 'automationId', 'executionId'],
  ]);
});

it.each([
  ['no key', undefined],
  ['an unknown key', ApiKeys.generate()],
  ['a text that is not a key', 'nonsense with spaces'],
])('refuses a socket with %s', async (_, key) => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const heard: { type: string }[] = [];
  socket.on('message', (message) => heard.push(JSON.parse(String(message))));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: key ? { authorization: `Bearer ${key}` } : {} }));
  await once(socket, 'close');
  expect(heard.map(({ type }) => type)).not.toContain('connection_ack');
});

it('refuses a subscription on a socket that has not authenticated', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const heard: { type: string }[] = [];
  socket.on('message', (message) => heard.push(JSON.parse(String(message))));
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: documentOf('ExecutionUpdated') } }));
  await once(socket, 'close');
  expect(heard.map(({ type }) => type)).not.toContain('next');
});

it.each([
  ['a query', () => ({ query: documentOf('Catalog') }), 'Invalid operation: query'],
  [
    'a mutation',
    () => ({ query: documentOf('CreateTag'), variables: { input: { name: 'By socket' } } }),
    'Invalid operation: mutation',
  ],
  ['a text that is not a document', () => ({ query: 'subscription {' }), 'Syntax Error'],
  [
    'an unknown field',
    () => ({ query: 'subscription { executionUpdated { id nonsense } }' }),
    'Cannot query field "nonsense"',
  ],
  [
    'an unknown argument',
    () => ({ query: 'subscription { executionUpdated(workspaceId: "1") { id } }' }),
    'Unknown argument "workspaceId"',
  ],
  [
    'a fragment that contains itself',
    () => ({ query: `subscription { executionUpdated { event { ...E } } } ${ENDLESS}` }),
    'Cannot spread fragment "E" within itself',
  ],
])('refuses %s over the socket, and changes nothing', async (_, request, message) => {
  const before = await stateOf(server.database);
  const socket = socketOf(server.url, client.key);
  const answers = socket.iterate(request());
  await expect(answers.next()).rejects.toMatchObject([{ message: expect.stringContaining(message) }]);
  await socket.dispose();
  expect(await stateOf(server.database)).toBe(before);
});
