import { createHmac } from 'node:crypto';
import { sameSecret } from '../../../platform/auth/same-secret.js';

/** What Meta writes into X-Hub-Signature-256: HMAC-SHA256 of the body's very bytes under the app's secret. */
const signatureOf = (body: Buffer, appSecret: string) =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

/** Whether the body carries its signature under the secret; compared in constant time. */
export const isSigned = (body: Buffer, signature: string | undefined, appSecret: string) =>
  signature !== undefined && sameSecret(signature.trim().toLowerCase(), signatureOf(body, appSecret));
