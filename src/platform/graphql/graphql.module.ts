import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { NoSchemaIntrospectionCustomRule, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LIMITS } from '../../kernel/limits.js';
import { AuthModule } from '../auth/auth.module.js';
import type { Config } from '../config/config.js';
import type { GraphQLAnswer } from '../idempotency/idempotency-keys.service.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { errorFormatter } from './error-formatter.js';
import { assertExactNumbers, exactLiterals } from '../schema/exact-numbers.js';
import { GraphQLErrorFilter } from './graphql-error.filter.js';
import { FrontDoor } from './front-door.js';
import { GraphiqlPage } from './graphiql-page.js';
import { GraphQLSocket } from './graphql-socket.js';
import { readIdsInLowerCase } from '../schema/lower-case-ids.js';
import { assertAffordable } from '../query-limits/query-cost.js';
import { assertWithinLimits, PARSE_OPTIONS } from '../query-limits/query-limits.js';
import { meterAnswers } from '../query-limits/query-metering.js';
import { assertWellFormed } from './request-shape.js';
import { describeRoots, SCHEMA_OPTIONS } from '../schema/schema-text.js';

@Module({ imports: [AuthModule, IdempotencyModule], providers: [FrontDoor], exports: [FrontDoor] })
class FrontDoorModule {}

@Module({ imports: [AuthModule], providers: [GraphQLSocket, { provide: APP_FILTER, useClass: GraphQLErrorFilter }] })
class GraphQLSocketModule {}

/** GraphQL over HTTP and WebSocket on /graphql; callers are authenticated before any resolver runs. */
export const graphqlModule = (config: Config): DynamicModule => ({
  module: GraphQLSocketModule,
  imports: [overHttp(config)],
  providers: config.graphiql ? [GraphiqlPage] : [],
});

const overHttp = (config: Config): DynamicModule =>
  GraphQLModule.forRootAsync<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    imports: [FrontDoorModule],
    inject: [FrontDoor],
    useFactory: (door: FrontDoor) => ({
      path: '/graphql',
      autoSchemaFile: true,
      buildSchemaOptions: SCHEMA_OPTIONS,
      transformSchema: (schema: GraphQLSchema) => meterAnswers(readIdsInLowerCase(describeRoots(schema))),
      graphiql: false,
      graphql: { parseOptions: PARSE_OPTIONS },
      validationRules: config.graphiql ? [exactLiterals] : [exactLiterals, NoSchemaIntrospectionCustomRule],
      allowBatchedQueries: false,
      errorFormatter: errorFormatter(config.graphiql),
      additionalRouteOptions: {
        bodyLimit: LIMITS.maxRequestBytes,
        preParsing: (request: FastifyRequest, reply: FastifyReply, body: RequestPayload) =>
          door.admit(request, reply, body),
        preValidation: async (request: FastifyRequest) => {
          assertWellFormed(request);
          assertExactNumbers(request);
        },
        preHandler: (request: FastifyRequest, reply: FastifyReply) => door.recall(request, reply),
        preSerialization: (request: FastifyRequest, reply: FastifyReply, answer: unknown) =>
          door.keep(request, reply, answer as GraphQLAnswer),
      },
      context: (request: FastifyRequest) => door.contextOf(request),
      hooks: {
        preValidation: async (_schema: GraphQLSchema, document: DocumentNode) => assertWithinLimits(document),
        preExecution: async (
          ...[schema, document, , variables]: [GraphQLSchema, DocumentNode, unknown, Record<string, unknown>]
        ) => assertAffordable(schema, document, variables),
      },
    }),
  });
