import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PageArgs } from '../graphql/connection.js';
import { Allow, Asks } from './allow.decorator.js';
import { ApiKey, ApiKeyConnection, CreateApiKeyInput, CreatedApiKey } from './api-key.graphql.js';
import { ApiKeys } from './api-keys.service.js';
import { SocketRegistry } from './socket-registry.service.js';
import type { Requester } from './requester.js';

/** The keys of a workspace, for its admins. */
@Resolver(() => ApiKey)
export class ApiKeysResolver {
  constructor(
    private readonly keys: ApiKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly sockets: SocketRegistry,
  ) {}

  @Allow('admin')
  @Query(() => ApiKeyConnection, { description: 'Keys, newest first, those that ended included. For admins.' })
  apiKeys(@Asks() asks: Requester, @Args() page: PageArgs) {
    return this.keys.page(asks.reader, page);
  }

  @Allow('admin')
  @Mutation(() => CreatedApiKey, { description: 'Makes a key and shows it, once. For admins. INVALID_INPUT.' })
  createApiKey(@Asks() asks: Requester, @Args('input', { description: 'What it is to be.' }) input: CreateApiKeyInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.keys.create(work, input));
  }

  @Allow('admin')
  @Mutation(() => ApiKey, { description: 'Ends a key at once and for good; its open sockets are closed. For admins. NOT_FOUND.' })
  async revokeApiKey(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Which one.' }) id: string) {
    const revoked = await this.unitOfWork.run(asks.origin, (work) => this.keys.revoke(work, id));
    this.sockets.closeOf(id);
    return revoked;
  }
}
