import type { IncomingMessage } from 'node:http';
import { Body, Controller, ForbiddenException, Header, HttpCode, HttpException, Post, Req } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { RateLimit, RateLimitedError } from '../auth/rate-limit.service.js';
import { Config } from '../config/config.js';
import { clientAddress, trustIn } from '../network/client-address.js';
import { SignInLink } from './sign-in-link.js';

const REFUSED = 'The code is not valid: it was used before, or is too old';

/** Exchanges the code of a sign-in link for the credential. */
@Controller('console')
export class SignInController {
  constructor(
    private readonly config: Config,
    private readonly link: SignInLink,
    private readonly rate: RateLimit,
  ) {}

  /** 200 with the credential, once; 403 for any other code or from another machine; 429 after too many attempts. */
  @Post('sign-in')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async signIn(@Req() { raw }: { raw: IncomingMessage }, @Body() body: unknown): Promise<{ credential: string }> {
    await this.count(raw);
    const code = (body as { code?: unknown } | null)?.code;
    // Only JSON is accepted, which a page of another site cannot post.
    const credential = typeof code === 'string' && this.isNear(raw) ? this.link.take(code) : null;
    if (!credential) throw new ForbiddenException(REFUSED);
    return { credential };
  }

  private isNear(request: IncomingMessage): boolean {
    const address = clientAddress(request, trustIn(this.config.env.TRUST_PROXY));
    return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
  }

  private async count(request: IncomingMessage): Promise<void> {
    try {
      await this.rate.ofStranger(request);
    } catch (error) {
      if (error instanceof RateLimitedError) throw new HttpException(error.message, 429);
      throw error;
    }
  }
}
