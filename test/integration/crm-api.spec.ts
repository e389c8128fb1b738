/** @jest-environment-options {"ownProduct": true} */
import { readFile } from 'node:fs/promises';
import { Kind, parse, print, type OperationDefinitionNode } from 'graphql';
import { newId } from '../../src/kernel/ids.js';
import type { DataSource } from 'typeorm';
import { poolOf } from '../../src/platform/database/connection.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { startCrm, type CrmApp, type CrmWorkspace } from '../support/crm-app.js';

let crm: CrmApp;
let workspace: CrmWorkspace;
const documents = new Map<string, string>();

type Id = { id: string };

beforeAll(async () => {
  crm = await startCrm();
  const contract = parse(await readFile(new URL('../contract/frontend.graphql', import.meta.url), 'utf8'));
  const operations = contract.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  for (const operation of operations) documents.set(operation.name!.value, print(operation));
});

beforeEach(async () => {
  workspace = await crm.workspace();
});

afterAll(() => crm.close());

/** Sends a document of the contract and returns its single field. */
async function send<Answer = Id>(operation: string, variables: object): Promise<Answer> {
  const { data, errors } = await workspace.send(documents.get(operation)!, variables);
  if (errors) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
  return Object.values(data)[0] as Answer;
}

async function sale() {
  const pipeline = await send<Id & { stages: Id[] }>('CreatePipeline', {
    input: { name: 'Sales', stages: ['New', 'Won'] },
  });
  const contact = await send('CreateContact', {
    input: { name: 'Ana', phone: '+55 11 99999-0000', city: 'Recife', customFields: { size: 'L' } },
  });
  const input = {
    name: 'Beans',
    contactId: contact.id,
    pipelineId: pipeline.id,
    value: 1500,
    items: [{ title: 'Beans', sku: 'B', quantity: 2, unitPrice: '750' }],
    shippingCity: 'Olinda',
  };
  return { pipeline, contact, order: await send('CreateOrder', { input }) };
}

it('answers every document of the contract about orders', async () => {
  const { pipeline, contact, order } = await sale();
  const tag = await send('CreateTag', { input: { name: 'VIP' } });
  await send('AssignTag', { input: { tagId: tag.id, entityType: 'ORDER', entityId: order.id } });

  expect(await send('UpdateOrder', { id: order.id, input: { customFields: { gift: true } } })).toEqual({
    id: order.id,
    name: 'Beans',
    value: '1500.00',
    customFields: { gift: true },
  });
  expect(await send('MoveOrder', { id: order.id, stageId: pipeline.stages[1]!.id })).toEqual({
    id: order.id,
    stage: { id: pipeline.stages[1]!.id, name: 'Won' },
  });
  expect(await send('OrderById', { id: order.id })).toEqual({
    id: order.id,
    name: 'Beans',
    value: '1500.00',
    stage: { id: pipeline.stages[1]!.id, name: 'Won' },
    pipeline: { id: pipeline.id, name: 'Sales' },
    sourceOrder: null,
    relatedOrders: [],
    tags: [{ id: tag.id, name: 'VIP' }],
    items: [{ title: 'Beans', quantity: 2 }],
  });
  expect(await send('RemoveTag', { input: { tagId: tag.id, entityType: 'ORDER', entityId: order.id } })).toEqual({
    id: tag.id,
    name: 'VIP',
  });
  expect((await send<{ orders: Id[] }>('ContactById', { id: contact.id })).orders).toEqual([
    { id: order.id, name: 'Beans' },
  ]);
});

it('answers every document of the contract about contacts, tasks and messages', async () => {
  const { contact, order } = await sale();
  const dueAt = '2031-01-01T00:00:00.000Z';
  const task = await send('CreateTask', {
    input: { title: 'Call', priority: 'URGENT', dueAt, contactId: contact.id, orderId: order.id },
  });

  expect(task).toEqual({
    id: task.id,
    title: 'Call',
    status: 'OPEN',
    priority: 'URGENT',
    dueAt,
    contact: { id: contact.id },
    order: { id: order.id },
  });
  expect(await send('CompleteTask', { id: task.id })).toMatchObject({
    status: 'COMPLETED',
    completedAt: expect.any(String),
  });
  expect(await send('Tasks', { first: 5 })).toMatchObject({
    edges: [{ node: { id: task.id, contact: { id: contact.id } } }],
    pageInfo: { hasNextPage: false },
  });
  expect(
    await send('UpdateContact', { id: contact.id, input: { email: 'ana@example.org', customFields: { size: null } } }),
  ).toMatchObject({ email: 'ana@example.org', customFields: {} });
  expect(
    await send('ReceiveMessage', { input: { phone: '5511999990000', text: 'Hi', providerMessageId: 'p1' } }),
  ).toMatchObject({ text: 'Hi', direction: 'INBOUND', contact: { id: contact.id, name: 'Ana' } });
  expect(await send('ConversationMessages', { contactId: contact.id })).toMatchObject({
    edges: [{ node: { direction: 'INBOUND', kind: 'TEXT', text: 'Hi', status: 'RECEIVED' } }],
  });
  expect(await send('ContactById', { id: contact.id })).toMatchObject({
    city: 'Recife',
    tasks: [{ id: task.id, title: 'Call', status: 'COMPLETED' }],
  });
});

it('explains a refusal so that a client can act on it', async () => {
  const { order } = await sale();
  const refusal = async (operation: string, variables: object) =>
    (await workspace.send(documents.get(operation)!, variables)).errors?.[0]?.extensions;

  expect(await refusal('ContactById', { id: newId() })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refusal('OrderById', { id: 'nonsense' })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refusal('MoveOrder', { id: order.id, stageId: '1' })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refusal('CreateContact', { input: { name: '', phone: 'x' } })).toMatchObject({
    code: 'INVALID_INPUT',
    details: [{ path: ['input', 'name'] }, { path: ['input', 'phone'] }],
  });
  expect(await refusal('CreateContact', { input: { name: 'Ana', nickname: 'A' } })).toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await refusal('CreateContact', { input: { name: 'Twin', phone: '+5511999990000' } })).toMatchObject({
    code: 'CONFLICT',
  });
  workspace = await crm.workspace('viewer');
  expect(await refusal('CreateContact', { input: { name: 'Ana' } })).toMatchObject({ code: 'FORBIDDEN' });
});

it('pages through lists, newest first, and filters them', async () => {
  const { pipeline, contact, order } = await sale();
  for (let n = 0; n < 4; n++)
    await send('CreateOrder', { input: { name: `n${n}`, pipelineId: pipeline.id, stageId: pipeline.stages[1]!.id } });
  const list = async (args: string) =>
    (await workspace.send(`{ orders(${args}) { edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }`))
      .data as {
      orders: {
        edges: { cursor: string; node: { name: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
  const namesOf = async (args: string) => (await list(args)).orders.edges.map(({ node }) => node.name);

  const { pageInfo } = (await list('first: 2')).orders;
  expect(pageInfo.hasNextPage).toBe(true);
  expect(await namesOf(`first: 3, after: "${pageInfo.endCursor}"`)).toEqual(['n1', 'n0', 'Beans']);
  expect(await namesOf(`contactId: "${contact.id}"`)).toEqual(['Beans']);
  expect(await namesOf(`stageId: "${pipeline.stages[1]!.id}", pipelineId: "${pipeline.id}"`)).toEqual([
    'n3',
    'n2',
    'n1',
    'n0',
  ]);
  expect(await namesOf('contactId: "nonsense"')).toEqual([]);
  const search = async (text: string) =>
    (
      await workspace.send(
        `query($s: String) { contacts(search: $s) { edges { node { id } } } pipelines { edges { node { stages { name } } } } tags { edges { node { id } } } conversations { edges { node { contact { id } } } } }`,
        { s: text },
      )
    ).data as { contacts: { edges: unknown[] } };
  expect((await search('99990')).contacts.edges).toEqual([{ node: { id: contact.id } }]);
  expect((await search('%')).contacts.edges).toEqual([]);
  expect(order.id).toBeDefined();
});

it('reads a page of any size with one statement per level', async () => {
  const { pipeline, contact, order } = await sale();
  const query = `{ orders { edges { node { id stage { id } pipeline { stages { id } } contact { tags { id } orders { id } tasks { id } } tags { id } items { title } sourceOrder { id } relatedOrders { id } } } } }`;
  const statements = async () => {
    let count = 0;
    const { dataSource } = crm.get(TenantDatabase) as unknown as { dataSource: DataSource };
    const pool = poolOf(dataSource);
    const original = pool.connect.bind(pool);
    pool.connect = (() => (count++, original())) as typeof pool.connect;
    try {
      expect((await workspace.send(query)).errors).toBeUndefined();
    } finally {
      pool.connect = original;
    }
    return count;
  };

  const withOne = await statements();
  for (let n = 0; n < 15; n++) await send('CreateOrder', { input: { pipelineId: pipeline.id, contactId: contact.id } });
  expect(await statements()).toBe(withOne);
  expect(order.id).toBeDefined();
});
