import {
  BadRequestException, Controller, ForbiddenException, Get, Header, Headers, HttpCode, NotFoundException, Param, Post, Query, Req, ServiceUnavailableException,
  type RawBodyRequest,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { sameSecret } from '../../../platform/auth/same-secret.js';
import { Config } from '../../../platform/config/config.js';
import { InboundWebhooks } from './inbound-webhooks.service.js';
import { isSigned } from './webhook-signature.js';

/** Where Meta's WhatsApp Cloud API delivers messages and statuses of one workspace. */
@Controller('webhooks/whatsapp/:workspaceId')
export class WhatsAppWebhookController {
  constructor(
    private readonly config: Config,
    private readonly webhooks: InboundWebhooks,
  ) {}

  /** Meta's handshake: hands the challenge back to whoever knows the verify token. */
  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('x-content-type-options', 'nosniff')
  verify(@Query() query: Record<string, unknown>): string {
    const expected = needed('WHATSAPP_VERIFY_TOKEN', this.config.env.WHATSAPP_VERIFY_TOKEN);
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
    if (mode !== 'subscribe' || typeof token !== 'string' || !sameSecret(token, expected)) throw new ForbiddenException('Wrong verify token');
    if (typeof challenge !== 'string') throw new BadRequestException('hub.challenge is missing');
    return challenge;
  }

  /** Answers 200 once the delivery is stored; 403 for a wrong signature, 404 for an unknown workspace. */
  @Post()
  @HttpCode(200)
  async receive(
    @Param('workspaceId') workspaceId: string,
    @Headers('x-hub-signature-256') signature: string | undefined,
    @Req() { rawBody }: RawBodyRequest<FastifyRequest>,
  ): Promise<void> {
    const secret = needed('WHATSAPP_APP_SECRET', this.config.env.WHATSAPP_APP_SECRET);
    if (!rawBody) throw new BadRequestException('Expected a body of JSON');
    if (!isSigned(rawBody, signature, secret)) throw new ForbiddenException('Wrong X-Hub-Signature-256');
    if (!(await this.webhooks.accept(workspaceId, rawBody))) throw new NotFoundException(`No workspace with id ${workspaceId}`);
  }
}

// Without the secret anybody could write messages into a workspace: refused everywhere, production or not.
function needed(name: string, value: string | undefined): string {
  if (!value) throw new ServiceUnavailableException(`Set ${name} to take webhooks of WhatsApp`);
  return value;
}
