import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../../../platform/auth/auth.module.js';
import { HttpModule } from '../../../platform/http/http.module.js';
import { CloudReader } from '../cloud/cloud-reader.js';
import { WhatsAppAccountEntity } from './whatsapp-account.entity.js';
import { WhatsAppAccounts } from './whatsapp-accounts.service.js';

/** The WhatsApp accounts of workspaces. */
@Module({
  imports: [TypeOrmModule.forFeature([WhatsAppAccountEntity]), AuthModule, HttpModule],
  providers: [CloudReader, WhatsAppAccounts],
  exports: [CloudReader, WhatsAppAccounts],
})
export class AccountsModule {}
