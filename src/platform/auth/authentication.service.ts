import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import { RequestLoaders } from '../graphql/request-loaders.js';
import { ApiKeys } from './api-keys.service.js';
import { originOf, type Principal, type Requester } from './requester.js';
import { Tokens } from './tokens.service.js';

/** Finds out who asks, from the credential alone. */
@Injectable()
export class Authentication {
  constructor(
    private readonly keys: ApiKeys,
    private readonly tokens: Tokens,
    private readonly tenants: TenantDatabase,
  ) {}

  /** Whom an Authorization header speaks for; undefined without a valid key or token in it. */
  async principalOf(authorization: unknown): Promise<Principal | undefined> {
    const credential = typeof authorization === 'string' ? /^Bearer (\S{1,8192})$/i.exec(authorization)?.[1] : undefined;
    if (!credential) return undefined;
    return this.tokens.takes(credential) ? this.tokens.authenticate(credential) : this.keys.authenticate(credential);
  }

  /** What resolvers are handed. What loads is kept for the request only where `remember` is true: not over a change. */
  requesterOf(principal: Principal, remember: boolean): Requester {
    const reader = this.tenants.reader(principal.workspaceId);
    return { principal, workspaceId: principal.workspaceId, origin: originOf(principal), reader, loaders: new RequestLoaders(reader, remember) };
  }
}
