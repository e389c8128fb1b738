import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { Config } from '../config/config.js';
import { Allowlist } from './allowlist.js';
import { guardedConnector } from './guarded-connector.js';
import { ForbiddenTargetError } from './http.errors.js';
import { hasUserInfo } from './user-info.js';
import { post, type HttpAnswer, type HttpPost } from './http-exchange.js';

/** Posts to addresses written by users: never to private ones, unless OUTBOUND_ALLOWLIST allows them. */
@Injectable()
export class OutboundHttp implements OnApplicationShutdown {
  private readonly pool: Agent;

  constructor(config: Config) {
    this.pool = new Agent({ connect: guardedConnector(new Allowlist(config.env.OUTBOUND_ALLOWLIST)) });
  }

  /**
   * Resolves with the answer, whatever its status; redirects are not followed. Rejects with ForbiddenTargetError (do not retry),
   * HttpNotSentError (nothing was sent) or HttpInDoubtError (sent, but no complete answer came in time).
   */
  async post(request: HttpPost): Promise<HttpAnswer> {
    const protocol = URL.canParse(request.url) ? new URL(request.url).protocol : '';
    if (!/^https?:$/.test(protocol)) throw new ForbiddenTargetError(`"${request.url}" is no http or https address`);
    if (hasUserInfo(request.url)) throw new ForbiddenTargetError('Put credentials into a header, not into the address');
    return post(this.pool, request);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
