import { Global, Module } from '@nestjs/common';
import { SecretBox } from './secret-box.js';

/** Secrets at rest, for whoever keeps some. */
@Global()
@Module({ providers: [SecretBox], exports: [SecretBox] })
export class SecretsModule {}
