import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { TrustedHttp } from '../../../platform/http/trusted-http.js';
import { UnreadableSecretError } from '../../../platform/secrets/secret-box.js';
import { WhatsAppAccounts } from '../accounts/whatsapp-accounts.service.js';
import type { CloudAccount } from '../cloud/cloud-account.js';
import { GatewayRefusedError, GatewayUnreachableError } from './gateway.errors.js';
import { LocalOutboxGateway } from './local-outbox.gateway.js';
import { MessageGateway, type OutboundMessage, type SendOptions, type SentMessage } from './message-gateway.js';
import { WhatsAppCloudGateway } from './whatsapp-cloud.gateway.js';

/** Sends with the workspace's own account, otherwise with the server's, otherwise to the local outbox. */
@Injectable()
export class AccountGateway extends MessageGateway implements OnModuleInit {
  private readonly log = new Logger(AccountGateway.name);
  private readonly outbox = new LocalOutboxGateway();

  constructor(
    private readonly accounts: WhatsAppAccounts,
    private readonly http: TrustedHttp,
  ) {
    super();
  }

  onModuleInit(): void {
    if (!this.accounts.shared)
      this.log.warn(
        'WHATSAPP_TOKEN is not set: messages of workspaces without an own account are stored as sent but not transmitted',
      );
  }

  async send(message: OutboundMessage, options: SendOptions): Promise<SentMessage> {
    const account = await this.accountOf(options.workspaceId);
    const gateway = account ? new WhatsAppCloudGateway(this.http, account) : this.outbox;
    return gateway.send(message, options);
  }

  private async accountOf(workspaceId: string): Promise<CloudAccount | undefined> {
    try {
      return await this.accounts.sending(workspaceId);
    } catch (error) {
      if (error instanceof UnreadableSecretError)
        throw new GatewayRefusedError(
          'ACCOUNT_UNREADABLE',
          'The token of the WhatsApp account is lost: connect it again',
        );
      throw new GatewayUnreachableError('The WhatsApp account could not be read', { cause: error });
    }
  }
}
