import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../platform/auth/allow.decorator.js';
import type { Requester } from '../platform/auth/requester.js';
import { PageArgs } from '../platform/graphql/connection.js';
import { AutomationAudit } from './automation-audit.js';
import { AutomationChange, AutomationChangeConnection } from './automation-audit.graphql.js';

/** Who changed what. */
@Resolver(() => AutomationChange)
export class AutomationAuditResolver {
  constructor(private readonly audit: AutomationAudit) {}

  @Allow('viewer')
  @Query(() => AutomationChangeConnection, { description: "An automation's changes, newest first, also after it was deleted. NOT_FOUND." })
  automationAudit(
    @Asks() asks: Requester,
    @Args('automationId', { type: () => ID, description: 'Which automation.' }) automationId: string,
    @Args() page: PageArgs,
  ) {
    return this.audit.page(asks.reader, automationId, page);
  }
}
