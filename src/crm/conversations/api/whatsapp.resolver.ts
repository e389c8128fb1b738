import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Workspace } from '../../../platform/workspaces/workspace.graphql.js';
import { Config } from '../../../platform/config/config.js';
import { Allow, Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import { WhatsAppAccounts } from '../accounts/whatsapp-accounts.service.js';
import { ConnectWhatsappInput, WhatsappAccount } from './whatsapp.graphql.js';

/** The WhatsApp account of a workspace, for its admins. */
@Resolver(() => Workspace)
export class WhatsappResolver {
  constructor(
    private readonly config: Config,
    private readonly accounts: WhatsAppAccounts,
  ) {}

  @Allow('admin')
  @Mutation(() => Workspace, {
    description:
      'Connects an own WhatsApp account, in place of a former one: from now on messages are sent with it, and webhooks are accepted only with its signature. For admins. INVALID_INPUT, also if Meta refuses the token or does not show it this number; CONFLICT if another workspace has the number.',
  })
  connectWhatsapp(
    @Asks() { origin }: Requester,
    @Args('input', { description: 'The account.' }) input: ConnectWhatsappInput,
  ) {
    return this.accounts.connect(origin, input);
  }

  @Allow('admin')
  @Mutation(() => Workspace, {
    description:
      "Forgets the own WhatsApp account with its secrets; the workspace then uses that of the server's settings, if there is one. For admins.",
  })
  disconnectWhatsapp(@Asks() { origin }: Requester) {
    return this.accounts.disconnect(origin);
  }

  @ResolveField(() => WhatsappAccount, { description: 'Its WhatsApp account.' })
  async whatsapp(@Asks() { reader }: Requester, @Parent() { id }: Workspace): Promise<WhatsappAccount> {
    const own = await this.accounts.shown(reader);
    return {
      ...(own ?? { phoneNumberId: null, displayPhoneNumber: null, businessAccountId: null, connectedAt: null }),
      connected: own !== null,
      sender: own ? 'OWN' : this.accounts.shared ? 'SHARED' : 'NONE',
      webhookUrl: `${this.config.env.PUBLIC_PATH}webhooks/whatsapp/${id}`,
    };
  }
}
