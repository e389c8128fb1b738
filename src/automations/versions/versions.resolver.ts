import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import { versionsOf, type PublishedVersion } from '../../executions/definition/published-versions.js';
import { invalidInput } from '../../kernel/errors.js';
import { PageArgs, sizeOf, pageInfoOf } from '../../platform/paging/connection.js';
import { Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { AutomationNode } from '../api/automation.graphql.js';
import type { Automation } from '../store/automation.js';
import { AutomationVersionConnection } from './version.graphql.js';

/** The versions of an automation. */
@Resolver(() => AutomationNode)
export class VersionsResolver {
  constructor(private readonly secrets: DefinitionSecrets) {}

  @ResolveField(() => AutomationVersionConnection, {
    description:
      'Its versions, newest first, the live one among them; others as long as their executions are kept, and at least RETENTION_DAYS.',
  })
  async versions(@Asks() asks: Requester, @Parent() { id }: Automation, @Args() { first, after }: PageArgs) {
    const size = sizeOf({ first });
    const query = { automationId: id, before: after == null ? null : ofCursor(after), limit: size + 1 };
    const rows = await asks.loaders.load(versionsOf, query);
    const edges = rows.slice(0, size).map((row) => ({ cursor: String(row.version), node: this.toNode(row) }));
    return { edges, pageInfo: pageInfoOf(edges, { hasNextPage: rows.length > size, hasPreviousPage: after != null }) };
  }

  private toNode({ body, createdAt, ...version }: PublishedVersion) {
    return { ...version, ...this.secrets.shown(body), publishedAt: createdAt };
  }
}

// Versions are numbers of 32 bits.
function ofCursor(cursor: string): number {
  const version = /^[1-9]\d{0,9}$/.test(cursor) ? Number(cursor) : Infinity;
  if (version <= 2 ** 31 - 1) return version;
  throw invalidInput([{ path: ['after'], message: 'Not a cursor of this list' }]);
}
