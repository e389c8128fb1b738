import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import { AnswerBudget } from '../query-limits/query-budget.js';
import { RequestLoaders } from '../requester/request-loaders.js';
import { ApiKeys } from '../api-keys/api-keys.service.js';
import { originOf, type Principal, type Requester } from '../requester/requester.js';
import { Tokens } from './tokens.service.js';

/** Identifies the caller by the credential. */
@Injectable()
export class Authentication {
  constructor(
    private readonly keys: ApiKeys,
    private readonly tokens: Tokens,
    private readonly tenants: TenantDatabase,
  ) {}

  /** The principal of an Authorization header; undefined without a valid key or token. */
  async principalOf(authorization: unknown): Promise<Principal | undefined> {
    const credential =
      typeof authorization === 'string' ? /^Bearer (\S{1,8192})$/i.exec(authorization)?.[1] : undefined;
    if (!credential) return undefined;
    return this.tokens.takes(credential) ? this.tokens.authenticate(credential) : this.keys.authenticate(credential);
  }

  /**
   * The requester for the resolvers of one request or subscription. Loaders cache only if `remember` is true, which it is not
   * for mutations. The budget defaults to that of an answer over HTTP.
   */
  requesterOf(principal: Principal, remember: boolean, budget = new AnswerBudget()): Requester {
    const { workspaceId } = principal;
    const reader = this.tenants.reader(workspaceId, budget);
    return {
      principal,
      workspaceId,
      origin: originOf(principal),
      reader,
      loaders: new RequestLoaders(reader, remember),
      budget,
    };
  }
}
