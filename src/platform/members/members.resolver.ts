import { Args, Query, Resolver } from '@nestjs/graphql';
import { PageArgs } from '../paging/connection.js';
import { Allow, Asks } from '../requester/allow.decorator.js';
import type { Requester } from '../requester/requester.js';
import { Member, MemberConnection } from './member.graphql.js';
import { membersPage } from './members.js';

/** Who works in the workspace. */
@Resolver(() => Member)
export class MembersResolver {
  @Allow('viewer')
  @Query(() => MemberConnection, {
    description: 'The holders of valid API keys, and the people who have signed in with a token, by id.',
  })
  members(@Asks() asks: Requester, @Args() page: PageArgs) {
    return membersPage(asks.reader, page);
  }
}
