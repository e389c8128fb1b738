import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../requester/allow.decorator.js';
import type { Requester } from '../requester/requester.js';
import { Actor } from '../events/actor.graphql.js';
import { PageArgs } from '../paging/connection.js';
import type { AuditEntryRow } from './audit-entry.entity.js';
import { auditPage } from './audit-log.js';
import { AuditEntry, AuditEntryConnection, AuditSubject } from './audit.graphql.js';

/** Who changed which settings of a workspace. */
@Resolver(() => AuditEntry)
export class AuditResolver {
  @Allow('admin')
  @Query(() => AuditEntryConnection, {
    description:
      'Changes of the workspace, its API keys, automations, tags, pipelines, webhook secret and WhatsApp account, erased and merged contacts, and exports, newest first. For admins.',
  })
  auditLog(@Asks() asks: Requester, @Args() page: PageArgs) {
    return auditPage(asks.reader, page);
  }

  @ResolveField(() => Actor, { description: 'Who did it.' })
  actor(@Parent() { actorType, actorId, actorName }: AuditEntryRow): Actor {
    return { type: actorType, id: actorId, name: actorName };
  }

  @ResolveField(() => AuditSubject, { description: 'What was changed.' })
  subject(@Parent() { subjectType, subjectId, subjectName }: AuditEntryRow): AuditSubject {
    return { type: subjectType, id: subjectId, name: subjectName };
  }
}
