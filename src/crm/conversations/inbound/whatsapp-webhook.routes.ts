import {
  BadRequestException,
  ForbiddenException,
  HttpException,
  HttpStatus,
  Injectable,
  NotFoundException,
  ServiceUnavailableException,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toId } from '../../../kernel/ids.js';
import { LIMITS } from '../../../kernel/limits.js';
import { RateLimit, RateLimitedError } from '../../../platform/auth/rate-limit.service.js';
import { sameSecret } from '../../../platform/auth/same-secret.js';
import { UnreadableSecretError } from '../../../platform/secrets/secret-box.js';
import { WhatsAppAccounts, type InboundSecrets } from '../accounts/whatsapp-accounts.service.js';
import { InboundWebhooks } from './inbound-webhooks.service.js';
import { isSigned } from './webhook-signature.js';

const PATH = '/webhooks/whatsapp/:workspaceId';
const SIGNATURE = 'x-hub-signature-256';

/**
 * Where Meta's WhatsApp Cloud API delivers messages and statuses of one workspace. They are verified with the secrets of its own
 * account, or with those of the server's settings if it has none. Routes of Fastify and no controller, for the body stays bytes
 * until its signature is known to be right, and is not read at all where there is none.
 */
@Injectable()
export class WhatsAppWebhookRoutes implements OnModuleInit {
  private readonly admitted = new WeakMap<FastifyRequest<OfWorkspace>, InboundSecrets>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly accounts: WhatsAppAccounts,
    private readonly rate: RateLimit,
    private readonly webhooks: InboundWebhooks,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    // Registered, not added: its parser is for these routes alone.
    server?.register(async (routes) => this.add(routes));
  }

  private add(routes: FastifyInstance): void {
    routes.removeAllContentTypeParsers();
    const options = { parseAs: 'buffer', bodyLimit: LIMITS.maxInboundWebhookBytes } as const;
    routes.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
    routes.get<OfWorkspace>(PATH, (request, reply) => this.verify(request, reply));
    routes.post<OfWorkspace>(PATH, { onRequest: (request, reply) => this.admit(request, reply) }, (request, reply) =>
      this.receive(request, reply),
    );
  }

  /** Meta's verification: returns the challenge to a caller that knows the verify token. */
  private async verify(request: FastifyRequest<OfWorkspace>, reply: FastifyReply): Promise<string> {
    const { verifyToken } = await this.secretsFor(request);
    const expected = needed('WHATSAPP_VERIFY_TOKEN', verifyToken);
    const {
      'hub.mode': mode,
      'hub.verify_token': token,
      'hub.challenge': challenge,
    } = request.query as Record<string, unknown>;
    const isKnown = mode === 'subscribe' && typeof token === 'string' && sameSecret(token, expected);
    if (!isKnown) return this.refuse(request, reply, 'Wrong verify token');
    if (typeof challenge !== 'string') throw new BadRequestException('hub.challenge is missing');
    reply.header('content-type', 'text/plain; charset=utf-8').header('x-content-type-options', 'nosniff');
    return challenge;
  }

  /** Before a byte of the body is read: what cannot be a delivery is none. */
  private async admit(request: FastifyRequest<OfWorkspace>, reply: FastifyReply): Promise<void> {
    const secrets = await this.secretsFor(request);
    needed('WHATSAPP_APP_SECRET', secrets.appSecret);
    if (!/^\s*sha256=[0-9a-f]{64}\s*$/i.test(String(request.headers[SIGNATURE])))
      await this.refuse(request, reply, WRONG_SIGNATURE);
    this.admitted.set(request, secrets);
  }

  /** Answers 200 once the delivery is stored; 403 for a wrong signature, 404 for an unknown workspace. */
  private async receive(request: FastifyRequest<OfWorkspace>, reply: FastifyReply): Promise<string> {
    const { appSecret, phoneNumberId } = this.admitted.get(request)!;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isSigned(body, String(request.headers[SIGNATURE]), appSecret!))
      return this.refuse(request, reply, WRONG_SIGNATURE);
    if (!isJson(body)) throw new BadRequestException('Expected a body of JSON');
    const workspaceId = toId(request.params.workspaceId);
    if (!workspaceId || !(await this.webhooks.accept(workspaceId, body, phoneNumberId)))
      throw new NotFoundException(`No workspace with id ${request.params.workspaceId}`);
    return '';
  }

  private async secretsFor(request: FastifyRequest<OfWorkspace>): Promise<InboundSecrets> {
    try {
      return await this.accounts.receiving(toId(request.params.workspaceId));
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      throw new ServiceUnavailableException('The secrets of the WhatsApp account are lost: connect it again');
    }
  }

  // Only what is refused is counted: whatever strangers send from Meta's address, or through its proxy, no delivery is lost by it.
  private async refuse(request: FastifyRequest<OfWorkspace>, reply: FastifyReply, reason: string): Promise<never> {
    await this.rate.ofStranger(request.raw).catch((error: unknown) => {
      if (!(error instanceof RateLimitedError)) throw error;
      reply.header('retry-after', error.retryAfterSeconds);
      throw new HttpException(error.message, HttpStatus.TOO_MANY_REQUESTS);
    });
    throw new ForbiddenException(reason);
  }
}

type OfWorkspace = { Params: { workspaceId: string } };

const WRONG_SIGNATURE = 'Wrong X-Hub-Signature-256';

// Without the secret anybody could write messages into a workspace: refused everywhere, production or not.
function needed(name: string, value: string | undefined): string {
  if (!value) throw new ServiceUnavailableException(`Set ${name} to take webhooks of WhatsApp`);
  return value;
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}
