import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { GraphQLErrorFilter } from '../graphql/graphql-error.filter.js';
import { ApiKeysResolver } from './api-keys.resolver.js';
import { ApiKeys } from './api-keys.service.js';
import { AuthGuard } from './auth.guard.js';
import { Authentication } from './authentication.service.js';
import { SocketRegistry } from './socket-registry.service.js';
import { RateLimit } from './rate-limit.service.js';
import { Tokens } from './tokens.service.js';

/** Keys and tokens, and the guard that every operation passes. */
@Module({
  providers: [
    ApiKeys, ApiKeysResolver, Authentication, SocketRegistry, RateLimit, Tokens,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_FILTER, useClass: GraphQLErrorFilter },
  ],
  exports: [ApiKeys, Authentication, SocketRegistry, RateLimit],
})
export class AuthModule {}
