import { Injectable } from '@nestjs/common';
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
