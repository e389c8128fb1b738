import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { sameSecret } from '../../platform/auth/same-secret.js';

const TOLERANCE_MS = 5 * 60_000;
const MOST_SIGNATURES = 10;

/** A request as it came. */
export interface SignedRequest {
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The database's time. */
  now: Date;
}

/** Whether a request has the signature of Standard Webhooks, or the bearer token, that the secret asks for. */
export function isAuthentic(secret: string | undefined, request: SignedRequest): boolean {
  if (secret === undefined) return true;
  if (secret.startsWith('whsec_')) return isSigned(secret, request);
  const [, token] = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(request.headers.authorization ?? '') ?? [];
  return token !== undefined && sameSecret(token, secret);
}

function isSigned(secret: string, { headers, body, now }: SignedRequest): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  ) as [string, string, string];
  const sentAt = /^\d{1,12}$/.test(timestamp) ? new Date(Number(timestamp) * 1_000) : null;
  if (!id || !sentAt || Math.abs(now.getTime() - sentAt.getTime()) > TOLERANCE_MS) return false;
  const expected = new Webhook(secret).sign(id, sentAt, body);
  return signatures
    .split(' ', MOST_SIGNATURES)
    .map((signature) => sameSecret(signature, expected))
    .includes(true);
}
