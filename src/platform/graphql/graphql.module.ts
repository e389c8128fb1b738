import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { NoSchemaIntrospectionCustomRule, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LIMITS } from '../../kernel/limits.js';
import { AuthModule } from '../auth/auth.module.js';
import type { Config } from '../config/config.js';
import { errorFormatter } from './error-formatter.js';
import { FrontDoor } from './front-door.js';
import { GraphQLSocket } from './graphql-socket.js';
import { assertAffordable } from './query-cost.js';
import { assertWithinLimits, PARSE_OPTIONS } from './query-limits.js';
import { assertWellFormed } from './request-shape.js';
import { describeRoots, SCHEMA_OPTIONS } from './schema-text.js';

@Module({ imports: [AuthModule], providers: [FrontDoor], exports: [FrontDoor] })
class FrontDoorModule {}

@Module({ imports: [AuthModule], providers: [GraphQLSocket] })
class GraphQLSocketModule {}

/** GraphQL over HTTP and WebSocket on /graphql; whoever asks is known before any resolver runs. */
export const graphqlModule = (config: Config): DynamicModule => ({ module: GraphQLSocketModule, imports: [overHttp(config)] });

const overHttp = (config: Config): DynamicModule =>
  GraphQLModule.forRootAsync<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    imports: [FrontDoorModule],
    inject: [FrontDoor],
    useFactory: (door: FrontDoor) => ({
      path: '/graphql',
      autoSchemaFile: true,
      buildSchemaOptions: SCHEMA_OPTIONS,
      transformSchema: describeRoots,
      graphiql: config.graphiql,
      graphql: { parseOptions: PARSE_OPTIONS },
      validationRules: config.graphiql ? [] : [NoSchemaIntrospectionCustomRule],
      allowBatchedQueries: false,
      errorFormatter: errorFormatter(config.graphiql) as MercuriusDriverConfig['errorFormatter'],
      additionalRouteOptions: {
        bodyLimit: LIMITS.maxRequestBytes,
        preParsing: (request: FastifyRequest, reply: FastifyReply, body: RequestPayload) => door.admit(request, reply, body),
        preValidation: async (request: FastifyRequest) => assertWellFormed(request),
        preSerialization: (request: FastifyRequest, reply: FastifyReply, payload: unknown) => door.name(request, reply, payload),
      },
      context: (request: FastifyRequest) => door.contextOf(request),
      hooks: {
        preValidation: async (_schema: GraphQLSchema, document: DocumentNode) => assertWithinLimits(document),
        preExecution: async (...[schema, document, , variables]: [GraphQLSchema, DocumentNode, unknown, Record<string, unknown>]) => assertAffordable(schema, document, variables),
      } as MercuriusDriverConfig['hooks'],
    }),
  });
