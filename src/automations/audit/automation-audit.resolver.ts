import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { PageArgs } from '../../platform/paging/connection.js';
import { AutomationAudit } from './automation-audit.js';
import { AutomationChange, AutomationChangeConnection } from './automation-audit.graphql.js';

/** The changes of an automation. */
@Resolver(() => AutomationChange)
export class AutomationAuditResolver {
  constructor(private readonly audit: AutomationAudit) {}

  @Allow('viewer')
  @Query(() => AutomationChangeConnection, {
    description: 'The changes of an automation, newest first, even if it was deleted. NOT_FOUND.',
  })
  automationAudit(
    @Asks() asks: Requester,
    @Args('automationId', { type: () => ID, description: 'Which automation.' }) automationId: string,
    @Args() page: PageArgs,
  ) {
    return this.audit.page(asks.reader, automationId, page);
  }
}
