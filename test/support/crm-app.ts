import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CrmModule } from '../../src/crm/crm.module.js';
import { newId } from '../../src/kernel/ids.js';
import { ApiKeys } from '../../src/platform/api-keys/api-keys.service.js';
import { AuthModule } from '../../src/platform/auth/auth.module.js';
import type { Role } from '../../src/platform/requester/requester.js';
import { Config } from '../../src/platform/config/config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { WorkModule } from '../../src/platform/work/work.module.js';
import type { Reader } from '../../src/platform/database/reader.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import type { Work } from '../../src/platform/work/work.js';
import { outside } from '../../src/platform/events/origin.js';
import { graphqlModule } from '../../src/platform/graphql/graphql.module.js';
import { DateTimeScalar } from '../../src/platform/schema/scalars.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** An event as a test looks at it. */
interface SeenEvent {
  type: string;
  entityId: string;
  orderId: string | null;
  contactId: string | null;
  payload: Record<string, unknown>;
}

/** One workspace of the CRM, to read and change. */
export interface CrmWorkspace {
  id: string;
  key: string;
  reader: Reader;
  change<T>(body: (work: Work) => Promise<T>): Promise<T>;
  /** The events published so far, in order. */
  events(): Promise<SeenEvent[]>;
  /** Sends a document to the API, with every header a client sends. */
  send(
    query: string,
    variables?: object,
  ): Promise<{
    data: never;
    errors?: { message: string; extensions: { code: string; details?: { path: unknown[] }[] } }[];
  }>;
}

/** The CRM layer and the layers below it, with its own database. */
export interface CrmApp {
  app: NestFastifyApplication;
  database: TestDatabase;
  get<T>(type: Type<T>): T;
  workspace(role?: Role): Promise<CrmWorkspace>;
  close(): Promise<void>;
}

const EVENTS = `SELECT type, entity_id AS "entityId", order_id AS "orderId", contact_id AS "contactId", payload FROM event WHERE workspace_id = $1 ORDER BY seq`;

/** Starts it; requests use `inject`, so no port is opened. */
export async function startCrm(): Promise<CrmApp> {
  const database = await createTestDatabase();
  const config = Config.from({ NODE_ENV: 'test', DATABASE_URL: database.url, DATABASE_POOL: '8' });

  @Module({
    imports: [
      ConfigModule.of(config),
      WorkModule,
      EventEmitterModule.forRoot(),
      AuthModule,
      CrmModule,
      graphqlModule(config),
    ],
    providers: [DateTimeScalar],
  })
  class CrmTestModule {}

  const app = await NestFactory.create<NestFastifyApplication>(CrmTestModule, new FastifyAdapter(), {
    logger: ['error'],
    abortOnError: false,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const get = <T>(type: Type<T>): T => app.get(type, { strict: false });
  return {
    app,
    database,
    get,
    workspace: async (role = 'editor') => {
      const id = newId();
      await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Test workspace')`, [id]);
      const key = ApiKeys.generate();
      await get(ApiKeys).keep(id, key, { name: role, role });
      const unitOfWork = get(UnitOfWork);
      return {
        id,
        key,
        reader: unitOfWork.reader(id),
        change: (body) => unitOfWork.run(outside(id, { type: 'system', id: null }), body),
        events: () => database.query<SeenEvent>(EVENTS, [id]),
        send: async (query, variables = {}) => {
          const headers = { authorization: `Bearer ${key}` };
          return (await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })).json();
        },
      };
    },
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
