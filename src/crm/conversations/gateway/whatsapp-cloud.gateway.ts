import { HttpNotSentError } from '../../../platform/http/http.errors.js';
import type { HttpAnswer } from '../../../platform/http/http-exchange.js';
import type { TrustedHttp } from '../../../platform/http/trusted-http.js';
import type { CloudAccount } from '../cloud/cloud-account.js';
import { messageIdOf } from './cloud-answer.js';
import { cloudRequest } from './cloud-request.js';
import { GatewayInDoubtError, GatewayUnreachableError } from './gateway.errors.js';
import { MessageGateway, type OutboundMessage, type SendOptions, type SentMessage } from './message-gateway.js';

/** Sends with Meta's WhatsApp Cloud API. */
export class WhatsAppCloudGateway extends MessageGateway {
  private readonly url: string;

  constructor(
    private readonly http: TrustedHttp,
    private readonly account: Omit<CloudAccount, 'businessAccountId'>,
  ) {
    super();
    this.url = `${account.baseUrl.replace(/(?<!\/)\/+$/, '')}/${account.phoneNumberId}/messages`;
  }

  async send(message: OutboundMessage, { idempotencyKey, signal }: SendOptions): Promise<SentMessage> {
    const answer = await this.post(JSON.stringify(cloudRequest(message, idempotencyKey)), signal);
    return { provider: 'whatsapp_cloud', providerMessageId: messageIdOf(answer) };
  }

  private async post(body: string, signal: AbortSignal): Promise<HttpAnswer> {
    const headers = { authorization: `Bearer ${this.account.token}`, 'content-type': 'application/json' };
    try {
      return await this.http.post({ url: this.url, headers, body, signal });
    } catch (error) {
      const Outcome = error instanceof HttpNotSentError ? GatewayUnreachableError : GatewayInDoubtError;
      throw new Outcome((error as Error).message, { cause: error });
    }
  }
}
