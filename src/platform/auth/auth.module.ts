import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { APP_GUARD } from '@nestjs/core';
import { AuditResolver } from '../audit/audit.resolver.js';
import { ApiKeysResolver } from '../api-keys/api-keys.resolver.js';
import { ApiKeys } from '../api-keys/api-keys.service.js';
import { AuthGuard } from './auth.guard.js';
import { MeResolver } from './me.resolver.js';
import { BearerDoor } from './bearer-door.js';
import { Authentication } from './authentication.service.js';
import { SocketRegistry } from '../api-keys/socket-registry.service.js';
import { RateLimit } from './rate-limit.service.js';
import { Tokens } from './tokens.service.js';
import { MemberEntity } from '../members/member.entity.js';
import { MembersResolver } from '../members/members.resolver.js';
import { ApiKeyEntity } from '../api-keys/api-key.entity.js';
import { AuditEntryEntity } from '../audit/audit-entry.entity.js';
import { WorkspaceResolver } from '../workspaces/workspace.resolver.js';
import { Workspaces } from '../workspaces/workspace.service.js';
import { WorkspaceEntity } from '../workspaces/workspace.entity.js';

/** API keys and tokens, and the guard for every operation. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyEntity, AuditEntryEntity, MemberEntity, WorkspaceEntity])],
  providers: [
    ApiKeys,
    ApiKeysResolver,
    AuditResolver,
    Authentication,
    BearerDoor,
    MeResolver,
    MembersResolver,
    SocketRegistry,
    RateLimit,
    Tokens,
    WorkspaceResolver,
    Workspaces,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [ApiKeys, Authentication, BearerDoor, SocketRegistry, RateLimit, Workspaces],
})
export class AuthModule {}
