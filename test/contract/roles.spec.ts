import { Controller, Get } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyInstance } from 'fastify';
import {
  getNamedType,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  isCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { AuthGuard } from '../../src/platform/auth/auth.guard.js';
import { ROLES, type Role } from '../../src/platform/requester/requester.js';
import { newId } from '../../src/kernel/ids.js';
import { subscribe } from '../support/live.js';
import { subscribeToEvents } from '../support/live-events.js';
import { dial, openSocket, until } from '../support/raw-socket.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** The roles that may use each operation. The checks below find any operation that is missing here. */
const NEEDED: Record<Role, string[]> = {
  viewer: [
    'me',
    'automation',
    'automationAudit',
    'automationFolders',
    'automationStats',
    'automations',
    'bulkOperation',
    'bulkOperations',
    'catalog',
    'contact',
    'contactPath',
    'contacts',
    'conversations',
    'customFieldDefinitions',
    'event',
    'events',
    'execution',
    'executionCounts',
    'executions',
    'failures',
    'messages',
    'order',
    'orderPath',
    'orders',
    'pipeline',
    'pipelines',
    'search',
    'tags',
    'task',
    'tasks',
    'workspace',
    'eventDecided',
    'executionUpdated',
    'members',
    'messageTemplates',
  ],
  editor: [
    'abortBulkOperation',
    'importContacts',
    'importOrders',
    'assignTag',
    'cancelExecution',
    'completeTask',
    'createAutomation',
    'createContact',
    'createCustomFieldDefinition',
    'createOrder',
    'createPipeline',
    'createTag',
    'createTask',
    'deleteAutomation',
    'deleteContact',
    'deleteCustomFieldDefinition',
    'deleteOrder',
    'deleteTag',
    'deleteTask',
    'discardAutomationDraft',
    'duplicateAutomation',
    'moveOrder',
    'publishAutomation',
    'receiveMessage',
    'removeTag',
    'restoreAutomationVersion',
    'reopenTask',
    'retryExecution',
    'rotateInboundUrl',
    'saveAutomationDraft',
    'sendMessage',
    'setAutomationEnabled',
    'setAutomationMode',
    'startAutomation',
    'updateAutomation',
    'updateContact',
    'updateOrder',
    'updateCustomFieldDefinition',
    'updatePipeline',
    'updateTag',
    'updateTask',
  ],
  admin: [
    'apiKeys',
    'auditLog',
    'connectWhatsapp',
    'createApiKey',
    'disconnectWhatsapp',
    'mergeContacts',
    'revokeApiKey',
    'rotateWebhookSecret',
    'updateWorkspace',
  ],
};

type Operation = { kind: 'query' | 'mutation' | 'subscription'; field: GraphQLField<unknown, unknown> };

const server: TestServer = await startTestServer();
const schema = (server.app.getHttpAdapter().getInstance() as FastifyInstance & { graphql: { schema: GraphQLSchema } })
  .graphql.schema;
const operations = (['query', 'mutation', 'subscription'] as const).flatMap((kind) =>
  Object.values(schema.getRootType(kind as never)!.getFields()).map((field): Operation => ({ kind, field })),
);
const overHttp = operations
  .filter(({ kind }) => kind !== 'subscription')
  .map((each): [string, Operation] => [each.field.name, each]);
const overSocket = operations
  .filter(({ kind }) => kind === 'subscription')
  .map((each): [string, Operation] => [each.field.name, each]);

const workspaceId = (await server.client()).workspaceId;
const keys = Object.fromEntries(
  await Promise.all(ROLES.map(async (role) => [role, await server.keyFor(workspaceId, role)])),
) as Record<Role, string>;

/** How each subscription is followed; both resolve once the server listens. */
const FOLLOW: Record<string, (key: string) => Promise<{ close(): Promise<void> }>> = {
  executionUpdated: (key) => subscribe(server, key),
  eventDecided: (key) => subscribeToEvents(server, key),
};

afterAll(() => server.close());

const roleOf = (name: string) => ROLES.find((role) => NEEDED[role].includes(name));

/** Any value of a type: these tests check who is allowed, not the result. */
function literal(type: GraphQLInputType): string {
  if (type instanceof GraphQLNonNull) return literal(type.ofType);
  if (type instanceof GraphQLList) return `[${literal(type.ofType)}]`;
  if (type instanceof GraphQLEnumType) return type.getValues()[0]!.name;
  if (type instanceof GraphQLInputObjectType) return `{ ${required(Object.values(type.getFields()))} }`;
  return (
    { Int: '1', Float: '1', Boolean: 'true', Decimal: '"1"', DateTime: '"2031-01-01T00:00:00Z"', JSON: '{}' }[
      type.name
    ] ?? `"${newId()}"`
  );
}

const required = (inputs: readonly { name: string; type: GraphQLInputType }[]) =>
  inputs
    .filter(({ type }) => type instanceof GraphQLNonNull)
    .map(({ name, type }) => `${name}: ${literal(type)}`)
    .join(', ');

function documentFor({ kind, field }: Operation): string {
  const args = required(field.args);
  return `${kind} { ${field.name}${args && `(${args})`} ${isCompositeType(getNamedType(field.type)) ? '{ __typename }' : ''} }`;
}

async function codeFor(key: string | undefined, operation: Operation): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: documentFor(operation) }),
  });
  return ((await response.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;
}

it('lists the required role of exactly the operations in the schema', () => {
  expect(operations.filter(({ field }) => !roleOf(field.name)).map(({ field }) => field.name)).toEqual([]);
  const served = new Set(operations.map(({ field }) => field.name));
  expect(
    Object.values(NEEDED)
      .flat()
      .filter((name) => !served.has(name)),
  ).toEqual([]);
});

it.each(overHttp)('allows %s for its role and higher roles, and for nobody else', async (name, operation) => {
  const needed = ROLES.indexOf(roleOf(name)!);

  for (const role of ROLES) {
    const code = await codeFor(keys[role], operation);
    if (ROLES.indexOf(role) < needed) expect([role, code]).toEqual([role, 'FORBIDDEN']);
    else expect(['UNAUTHENTICATED', 'FORBIDDEN', 'INTERNAL']).not.toContain(code);
  }
  expect(await codeFor(undefined, operation)).toBe('UNAUTHENTICATED');
  expect(await codeFor('crm_nobody', operation)).toBe('UNAUTHENTICATED');
});

it.each(overSocket)('allows %s for every role, and for nobody without a key', async (name, operation) => {
  const payload = { query: documentFor(operation) };

  for (const role of ROLES) await (await FOLLOW[name]!(keys[role])).close();
  await expect(until(await dial(server), { id: '1', type: 'subscribe', payload })).rejects.toThrow('Closed with 4401');
  await expect(until(await dial(server), { type: 'connection_init', payload: {} })).rejects.toThrow('Closed with 4403');
});

it.each(overHttp)('refuses %s over a socket, for any key and any origin', async (_, operation) => {
  const payload = { query: documentFor(operation) };
  const stranger = await dial(server, { headers: { origin: server.url } });
  await expect(until(stranger, { id: '1', type: 'subscribe', payload })).rejects.toThrow('Closed with 4401');

  const socket = await openSocket(server, keys.admin);
  expect(await until(socket, { id: '1', type: 'subscribe', payload })).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'INVALID_INPUT' } }],
  });
  socket.terminate();
});

it('refuses an operation that declares no role, even to an admin', () => {
  @Controller()
  class Forgotten {
    @Get()
    resolve() {}
  }
  const context = new ExecutionContextHost(
    [null, {}, { requester: { principal: { role: 'admin' } } }, {}],
    Forgotten,
    Forgotten.prototype.resolve,
  );
  context.setType('graphql');

  expect(() => new AuthGuard(new Reflector()).canActivate(context)).toThrow(/needs the role none has/);
});
