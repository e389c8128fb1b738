import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { GraphQLErrorFilter } from '../graphql/graphql-error.filter.js';
import { ApiKeys } from './api-keys.service.js';
import { AuthGuard } from './auth.guard.js';
import { Authentication } from './authentication.service.js';

/** Keys, and the guard that every operation passes. */
@Module({
  providers: [ApiKeys, Authentication, { provide: APP_GUARD, useClass: AuthGuard }, { provide: APP_FILTER, useClass: GraphQLErrorFilter }],
  exports: [ApiKeys, Authentication],
})
export class AuthModule {}
