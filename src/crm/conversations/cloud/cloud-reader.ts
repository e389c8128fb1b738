import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { IllegalStateError } from '../../../kernel/errors.js';
import { HttpInDoubtError, HttpNotSentError } from '../../../platform/http/http.errors.js';
import type { HttpAnswer } from '../../../platform/http/http-exchange.js';
import { TrustedHttp } from '../../../platform/http/trusted-http.js';
import type { CloudAccount } from './cloud-account.js';
import { cloudErrorIn, jsonIn } from './cloud-errors.js';

const DEADLINE_MS = 5_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** Meta refuses to show it: the token is wrong, or may not read this object. */
export class CloudRefusedError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Meta was not reached, or failed. */
export class CloudUnavailableError extends Error {}

/** What a person is answered: ILLEGAL_STATE with PROVIDER_REFUSED or PROVIDER_UNREACHABLE. */
export function told(error: unknown): unknown {
  if (error instanceof CloudRefusedError) return new IllegalStateError('PROVIDER_REFUSED', error.message);
  if (error instanceof CloudUnavailableError) return new IllegalStateError('PROVIDER_UNREACHABLE', error.message);
  return error;
}

const place = z.object({ url: z.url({ protocol: /^https?$/ }), mime_type: z.string().max(200).optional() });

/** A file that somebody sent, and its media type if Meta tells it. */
export interface CloudFile {
  mimeType: string | null;
  /** Bytes, if known. */
  length: number | null;
  body: Readable;
}

/** Reads from Meta's Graph API with an account's token. */
@Injectable()
export class CloudReader {
  constructor(private readonly http: TrustedHttp) {}

  /** The JSON at a path such as `1065/message_templates?limit=100`. Throws a CloudRefusedError or a CloudUnavailableError. */
  async read({ baseUrl, token }: Pick<CloudAccount, 'baseUrl' | 'token'>, path: string): Promise<unknown> {
    const answer = await this.get(`${baseUrl.replace(/(?<!\/)\/+$/, '')}/${path}`, token);
    const body = jsonIn(answer.body);
    if (answer.status >= 200 && answer.status < 300 && body !== undefined) return body;
    const error = cloudErrorIn(body);
    if (error && answer.status >= 400 && answer.status < 500 && answer.status !== 429)
      throw new CloudRefusedError(error.code, error.message);
    throw new CloudUnavailableError(error?.message ?? `WhatsApp answered HTTP ${answer.status} without a reason`);
  }

  /** A file of a message, by its id at Meta, which keeps it for 30 days. Throws as `read` does. */
  async file(account: Pick<CloudAccount, 'baseUrl' | 'token'>, mediaId: string): Promise<CloudFile> {
    const { data } = place.safeParse(await this.read(account, encodeURIComponent(mediaId)));
    if (!data) throw new CloudUnavailableError('WhatsApp did not say where the file is');
    const headers = { authorization: `Bearer ${account.token}` };
    const answer = await this.http.stream({ url: data.url, headers }).catch((cause: Error) => {
      throw new CloudUnavailableError(`The file was not reached: ${cause.message}`, { cause });
    });
    if (answer.status !== 200) {
      answer.body.destroy();
      throw new CloudUnavailableError(`WhatsApp answered HTTP ${answer.status} instead of the file`);
    }
    const length = Number(answer.headers['content-length']);
    return {
      mimeType: data.mime_type ?? null,
      length: Number.isSafeInteger(length) ? length : null,
      body: answer.body,
    };
  }

  private async get(url: string, token: string): Promise<HttpAnswer> {
    const headers = { authorization: `Bearer ${token}` };
    try {
      return await this.http.get({ url, headers, deadlineMs: DEADLINE_MS, maxResponseBytes: MAX_BYTES });
    } catch (error) {
      if (error instanceof HttpNotSentError || error instanceof HttpInDoubtError)
        throw new CloudUnavailableError(error.message, { cause: error });
      throw error;
    }
  }
}
