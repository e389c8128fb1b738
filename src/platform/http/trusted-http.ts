import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import { get, post, type HttpAnswer, type HttpGet, type HttpPost } from './http-exchange.js';

const STREAM_DEADLINE_MS = 10_000;

/** An answer whose body is still to be read, or destroyed. */
export interface HttpStream {
  status: number;
  headers: IncomingHttpHeaders;
  body: Readable;
}

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

  /** A file, as it comes; rejects if its headers do not come in time, and the stream fails if it stands still. */
  async stream({
    url,
    headers,
    deadlineMs = STREAM_DEADLINE_MS,
  }: Pick<HttpGet, 'url' | 'headers' | 'deadlineMs'>): Promise<HttpStream> {
    const { origin, pathname, search } = new URL(url);
    const patience = { headersTimeout: deadlineMs, bodyTimeout: deadlineMs };
    const request = { origin, path: `${pathname}${search}`, method: 'GET', headers, ...patience } as const;
    const { statusCode: status, headers: answered, body } = await this.pool.request(request);
    return { status, headers: answered, body };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
