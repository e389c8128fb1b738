import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DomainError } from '../../kernel/errors.js';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import { Config } from '../../platform/config/config.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnreadableSecretError } from '../../platform/secrets/secret-box.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import type { Work } from '../../platform/work/work.js';
import { webhookTrigger } from '../../triggers/library/webhook.trigger.js';
import { AutomationNode } from '../api/automation.graphql.js';
import { AutomationsService } from '../editing/automations.service.js';
import type { Automation } from '../store/automation.js';
import { HookAddresses, sealedTokens } from '../addresses/hook-addresses.js';

/** Shows the addresses of automations to users who may edit them. */
@Resolver(() => AutomationNode)
export class InboundUrlResolver {
  constructor(
    private readonly config: Config,
    private readonly addresses: HookAddresses,
    private readonly automations: AutomationsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description:
      'Gives an automation with the trigger webhook another inboundUrl; the one before answers 404 from now on. NOT_FOUND; ILLEGAL_STATE ' +
      'for another trigger.',
  })
  rotateInboundUrl(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Which one.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.rotate(work, id));
  }

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

  private async rotate(work: Work, id: string): Promise<Automation> {
    const automation = await this.automations.byId(work, id);
    if (automation.body.trigger.type !== webhookTrigger.type)
      throw new DomainError('ILLEGAL_STATE', `It has no address: its trigger is ${automation.body.trigger.type}`);
    await this.addresses.replace(work, automation.id);
    await recordInAudit(work, { action: 'automation.inbound_url_rotated', subject: automation });
    return automation;
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
