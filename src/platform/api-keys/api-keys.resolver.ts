import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../work/unit-of-work.js';
import { PageArgs } from '../paging/connection.js';
import { Allow, Asks } from '../requester/allow.decorator.js';
import { ApiKey, ApiKeyConnection, CreateApiKeyInput, CreatedApiKey } from './api-key.graphql.js';
import { ApiKeys } from './api-keys.service.js';
import { SocketRegistry } from './socket-registry.service.js';
import type { Requester } from '../requester/requester.js';

/** The keys of a workspace, for its admins. */
@Resolver(() => ApiKey)
export class ApiKeysResolver {
  constructor(
    private readonly keys: ApiKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly sockets: SocketRegistry,
  ) {}

  @Allow('admin')
  @Query(() => ApiKeyConnection, {
    description: 'API keys, newest first, including expired and revoked ones. For admins.',
  })
  apiKeys(@Asks() asks: Requester, @Args() page: PageArgs) {
    return this.keys.page(asks.reader, page);
  }

  @Allow('admin')
  @Mutation(() => CreatedApiKey, { description: 'Creates a key and returns it, once. For admins. INVALID_INPUT.' })
  createApiKey(@Asks() asks: Requester, @Args('input', { description: 'The new key.' }) input: CreateApiKeyInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.keys.create(work, input));
  }

  @Allow('admin')
  @Mutation(() => ApiKey, {
    description: 'Revokes a key immediately and permanently; its open sockets are closed. For admins. NOT_FOUND.',
  })
  async revokeApiKey(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Which one.' }) id: string) {
    const revoked = await this.unitOfWork.run(asks.origin, (work) => this.keys.revoke(work, id));
    this.sockets.closeOf(id);
    return revoked;
  }
}
