import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { get, post, type HttpAnswer, type HttpGet, type HttpPost } from './http-exchange.js';

/** Calls addresses configured by the operator, including private ones; users never choose the target. */
@Injectable()
export class TrustedHttp implements OnApplicationShutdown {
  private readonly pool = new Agent();

  /** Resolves with the answer, whatever its status. Rejects with HttpNotSentError or HttpInDoubtError. */
  post(request: HttpPost): Promise<HttpAnswer> {
    return post(this.pool, request);
  }

  /** The same for a GET. */
  get(request: HttpGet): Promise<HttpAnswer> {
    return get(this.pool, request);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
