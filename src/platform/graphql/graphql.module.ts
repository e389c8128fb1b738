import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import { Authentication } from '../auth/authentication.service.js';
import { AuthModule } from '../auth/auth.module.js';
import type { Config } from '../config/config.js';
import { errorFormatter } from './error-formatter.js';
import { describeRoots, SCHEMA_OPTIONS } from './schema-text.js';

/** GraphQL over HTTP and WebSocket on /graphql; whoever asks is known before any resolver runs. */
export const graphqlModule = (config: Config): DynamicModule =>
  GraphQLModule.forRootAsync<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    imports: [AuthModule],
    inject: [Authentication],
    useFactory: (authentication: Authentication) => ({
      path: '/graphql',
      autoSchemaFile: true,
      buildSchemaOptions: SCHEMA_OPTIONS,
      transformSchema: describeRoots,
      graphiql: config.graphiql,
      validationRules: config.graphiql ? [] : [NoSchemaIntrospectionCustomRule],
      errorFormatter: errorFormatter as MercuriusDriverConfig['errorFormatter'],
      context: (request: FastifyRequest) => authentication.ofRequest(request.headers.authorization, isMutation(request.body)),
      subscription: {
        // The socket runs subscriptions only; Mercurius refuses queries and mutations on it.
        onConnect: ({ payload }: { payload?: { authorization?: string } }) => authentication.ofSocket(payload?.authorization),
        errorFormatter: errorFormatter as never,
      },
    }),
  });

// What one mutation of a document loaded, the next may have changed.
const isMutation = (body: unknown) => /\bmutation\b/.test(String((body as { query?: unknown } | undefined)?.query));
