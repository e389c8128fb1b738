import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFile } from 'node:fs/promises';
import { print, parse, Kind, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import request from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { EventRelay } from '../../src/automations/dispatch/event-relay.js';
import { SlotSweep } from '../../src/automations/slots/slot-sweep.service.js';
import { OverdueTasks } from '../../src/crm/tasks/overdue-tasks.service.js';
import { ExecutionFeed } from '../../src/executions/feed/execution-feed.js';
import type { ExecutionChange } from '../../src/executions/log/execution-change.js';
import { hasEnded } from '../../src/executions/log/execution.js';
import { Sweeper } from '../../src/executions/upkeep/sweeper.js';
import { newId } from '../../src/kernel/ids.js';
import { ApiKeys } from '../../src/platform/api-keys/api-keys.service.js';
import type { Role } from '../../src/platform/requester/requester.js';
import { Config } from '../../src/platform/config/config.js';
import { createApp } from '../../src/server.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export interface GraphQLAnswer<Data> {
  data: Data;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; details?: { path: (string | number)[]; message: string }[] };
  }[];
}

/** A client of one workspace that sends the frontend's documents. */
export interface Client {
  workspaceId: string;
  key: string;
  /** Sends a named document of the contract; fails the test on any error. */
  send<Data = Record<string, never>>(operation: string, variables?: object): Promise<Data>;
  /** The same, for tests of errors. */
  answer<Data = Record<string, never>>(operation: string, variables?: object): Promise<GraphQLAnswer<Data>>;
  /** Sends any document. */
  raw<Data = Record<string, never>>(query: string, variables?: object): Promise<GraphQLAnswer<Data>>;
}

/** The whole product in one process on a database of its own. */
export interface TestServer {
  app: NestFastifyApplication;
  url: string;
  database: TestDatabase;
  client(role?: Role): Promise<Client>;
  /** Creates another key of a client's workspace. */
  keyFor(workspaceId: string, role: Role): Promise<string>;
  /** Moves the clock and runs everything that depends on it. */
  advance(interval: string): Promise<void>;
  /** Resolves with the changes of executions, in order, once the given number has ended. */
  ended(workspaceId: string, count?: number): Promise<ExecutionChange[]>;
  /** Resolves with the next change that satisfies this. */
  until(workspaceId: string, isIt: (change: ExecutionChange) => boolean): Promise<ExecutionChange>;
  /** Resolves when every event is dispatched and no execution is queued or running: nothing more happens after that. */
  quiet(): Promise<void>;
  /** Stops the app and leaves its database to another server. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** How a test's server differs from the product. */
export interface TestServerOptions {
  /** A database that another server left; a new one by default. */
  database?: TestDatabase;
  /** Replacements for providers, usually ports. */
  override?: { provide: Type | (abstract new (...args: never[]) => unknown); useValue: object }[];
}

const contract = parse(await readFile(new URL('../contract/frontend.graphql', import.meta.url), 'utf8'));
const fragments = contract.definitions.filter(
  (each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION,
);
const operations = contract.definitions.filter(
  (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
);

/** The text of one operation of the contract, with the fragments it uses. */
export function documentOf(name: string): string {
  const operation = operations.find((each) => each.name?.value === name);
  if (!operation) throw new Error(`The contract has no operation ${name}`);
  const used = new Set<string>();
  const collect = (text: string) => {
    for (const fragment of fragments) {
      if (used.has(fragment.name.value) || !text.includes(`...${fragment.name.value}`)) continue;
      used.add(fragment.name.value);
      collect(print(fragment));
    }
  };
  collect(print(operation));
  return [print(operation), ...fragments.filter(({ name: { value } }) => used.has(value)).map(print)].join('\n');
}

/** The names of all operations of the contract. */
export const operationNames = operations.map(({ name }) => name!.value);

/** Starts the product. Its polls are slow on purpose: tests wait for the fast path, or call `advance`. */
export async function startTestServer(
  environment: Record<string, string> = {},
  options: TestServerOptions = {},
): Promise<TestServer> {
  const database = options.database ?? (await createTestDatabase());
  const config = Config.from({
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.url,
    DATABASE_POOL: '8',
    DEMO: 'false',
    // Nobody listens there: no test calls Meta.
    WHATSAPP_BASE_URL: 'http://127.0.0.1:9/v23.0',
    ...environment,
  });
  const app = await appOf(config, options.override);
  await app.listen(0, config.env.HOST);
  const url = await app.getUrl();
  const keys = app.get(ApiKeys, { strict: false });
  const keyFor = async (workspaceId: string, role: Role) => {
    const key = ApiKeys.generate();
    await keys.keep(workspaceId, key, { name: role, role });
    return key;
  };
  return {
    app,
    url,
    database,
    keyFor,
    client: async (role = 'admin') => {
      const workspaceId = newId();
      await database.query(`INSERT INTO workspace (id, name) VALUES ($1, $2)`, [workspaceId, 'Test workspace']);
      return clientOf(url, workspaceId, await keyFor(workspaceId, role));
    },
    advance: async (interval) => {
      await database.advanceClock(interval);
      await app.get(OverdueTasks, { strict: false }).sweep();
      await app.get(SlotSweep, { strict: false }).sweep();
      await app.get(EventRelay, { strict: false }).sweep();
      await app.get(Sweeper, { strict: false }).sweep();
    },
    ended: (workspaceId, count = 1) => collectUntilEnded(app.get(ExecutionFeed, { strict: false }), workspaceId, count),
    until: (workspaceId, isIt) => firstOf(app.get(ExecutionFeed, { strict: false }), workspaceId, isIt),
    quiet: async () => {
      while ((await database.query<{ busy: boolean }>(BUSY))[0]!.busy);
    },
    stop: () => app.close(),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

// One statement sees one snapshot: an event leaves the outbox in the commit that queues its executions.
const BUSY = `SELECT EXISTS (SELECT FROM outbox) OR EXISTS (SELECT FROM execution WHERE status IN ('QUEUED', 'RUNNING')) AS busy`;

async function appOf(config: Config, override: TestServerOptions['override'] = []): Promise<NestFastifyApplication> {
  if (override.length === 0) return createApp(config);
  let module = Test.createTestingModule({ imports: [AppModule.of(config)] });
  for (const { provide, useValue } of override) module = module.overrideProvider(provide).useValue(useValue);
  const adapter = new FastifyAdapter({ forceCloseConnections: true });
  return (await module.compile()).createNestApplication<NestFastifyApplication>(adapter, {
    logger: ['error'],
    rawBody: true,
  });
}

/** A client of a server with any key of a workspace. */
export function clientOf(url: string, workspaceId: string, key: string): Client {
  const raw = async <Data>(query: string, variables: object = {}) => {
    const response = await request(url)
      .post('/graphql')
      .set('authorization', `Bearer ${key}`)
      .send({ query, variables });
    return response.body as GraphQLAnswer<Data>;
  };
  const answer = <Data>(operation: string, variables?: object) => raw<Data>(documentOf(operation), variables);
  return {
    workspaceId,
    key,
    raw,
    answer,
    send: async <Data>(operation: string, variables?: object) => {
      const { data, errors } = await answer<Data>(operation, variables);
      if (errors) throw new Error(`${operation}: ${JSON.stringify(errors, null, 2)}`);
      return data;
    },
  };
}

async function firstOf(
  feed: ExecutionFeed,
  workspaceId: string,
  isIt: (change: ExecutionChange) => boolean,
): Promise<ExecutionChange> {
  for await (const change of feed.subscribe(workspaceId)) if (isIt(change)) return change;
  throw new Error('The feed ended');
}

// Subscribes before it returns, so that no later change is missed.
async function collectUntilEnded(feed: ExecutionFeed, workspaceId: string, count: number): Promise<ExecutionChange[]> {
  const changes: ExecutionChange[] = [];
  let left = count;
  for await (const change of feed.subscribe(workspaceId)) {
    changes.push(change);
    if (hasEnded(change.execution.status) && --left === 0) break;
  }
  return changes;
}
