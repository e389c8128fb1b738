import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeys } from './api-keys.service.js';
import { AuthGuard } from './auth.guard.js';
import { Authentication } from './authentication.service.js';

/** Keys, and the guard that every operation passes. */
@Module({
  providers: [ApiKeys, Authentication, { provide: APP_GUARD, useClass: AuthGuard }],
  exports: [ApiKeys, Authentication],
})
export class AuthModule {}
