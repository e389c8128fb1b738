import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Config } from '../../platform/config/config.js';
import { Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnreadableSecretError } from '../../platform/secrets/secret-box.js';
import { webhookTrigger } from '../../triggers/library/webhook.trigger.js';
import { AutomationNode } from '../api/automation.graphql.js';
import type { Automation } from '../store/automation.js';
import { HookAddresses, sealedTokens } from '../addresses/hook-addresses.js';

/** Shows the addresses of automations to users who may edit them. */
@Resolver(() => AutomationNode)
export class InboundUrlResolver {
  constructor(
    private readonly config: Config,
    private readonly addresses: HookAddresses,
  ) {}

  @ResolveField(() => String, {
    nullable: true,
    description:
      'The secret address to which other systems post, relative to this server; for an automation with the trigger webhook. ' +
      'Null for others, and for the role VIEWER.',
  })
  async inboundUrl(@Asks() asks: Requester, @Parent() { id, workspaceId, body }: Automation): Promise<string | null> {
    if (body.trigger.type !== webhookTrigger.type || asks.principal.role === 'viewer') return null;
    const sealed = await asks.loaders.load(sealedTokens, id);
    return sealed === null ? null : this.urlOf(sealed, workspaceId, id);
  }

  private urlOf(sealed: string, workspaceId: string, id: string): string | null {
    try {
      return `${this.config.env.PUBLIC_PATH}hooks/${this.addresses.open(sealed, workspaceId, id)}`;
    } catch (error) {
      // Its encryption key was lost: the automation is to be made anew.
      if (error instanceof UnreadableSecretError) return null;
      throw error;
    }
  }
}
