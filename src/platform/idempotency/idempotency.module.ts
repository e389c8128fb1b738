import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../secrets/secrets.module.js';
import { IdempotencyKeys } from './idempotency-keys.service.js';
import { IdempotencySweep } from './idempotency-sweep.service.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';

/** Idempotency keys for mutations. */
@Module({
  imports: [SecretsModule, TypeOrmModule.forFeature([IdempotencyKeyEntity])],
  providers: [IdempotencyKeys, IdempotencySweep],
  exports: [IdempotencyKeys],
})
export class IdempotencyModule {}
