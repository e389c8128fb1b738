import { z } from 'zod';
import type { HttpAnswer } from '../../../platform/http/http-exchange.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import { CLOUD_ERROR_RULES, cloudErrorIn, jsonIn, type CloudError } from '../cloud/cloud-errors.js';
import {
  GatewayBusyError,
  GatewayInDoubtError,
  GatewayRefusedError,
  GatewayUnreachableError,
} from './gateway.errors.js';

const BUSY_DEFAULT_MS = 5_000;

const taken = z.object({ messages: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) });

/** The id of the message that the Cloud API accepted. Throws a gateway error for any other answer. */
export function messageIdOf(answer: HttpAnswer): string {
  const body = jsonIn(answer.body);
  if (answer.status >= 200 && answer.status < 300) {
    const success = taken.safeParse(body);
    if (success.success) return success.data.messages[0].id;
    throw new GatewayInDoubtError(`The Cloud API answered ${answer.status} without a message id`);
  }
  const error = cloudErrorIn(body);
  throw error ? errorOf(error, answer) : errorOfStatus(answer);
}

function errorOf({ code, message }: CloudError, answer: HttpAnswer): Error {
  const rule = CLOUD_ERROR_RULES.get(code) ?? (answer.status >= 500 ? 'later' : 'final');
  if (typeof rule === 'number' || answer.status === 429)
    return busy(answer, message, typeof rule === 'number' ? rule : BUSY_DEFAULT_MS);
  if (rule === 'window closed') return new GatewayRefusedError('WINDOW_CLOSED', `${message}; use a template`);
  // An error of the API itself, not of a proxy: the message was processed and rejected.
  if (rule === 'later') return new GatewayUnreachableError(message);
  return new GatewayRefusedError(`WHATSAPP_${code}`, message);
}

/** An answer outside the API's contract comes from an intermediary. */
function errorOfStatus(answer: HttpAnswer): Error {
  const { status } = answer;
  const message = `WhatsApp answered HTTP ${status} without a reason`;
  if (status === 429) return busy(answer, message, BUSY_DEFAULT_MS);
  // A proxy that lost its upstream may have forwarded the message before.
  if (status === 502 || status === 504) return new GatewayInDoubtError(message);
  if (status >= 500 || status === 408) return new GatewayUnreachableError(message);
  return new GatewayRefusedError(`HTTP_${status}`, message);
}

const busy = (answer: HttpAnswer, message: string, fallbackMs: number) =>
  new GatewayBusyError(retryAfterMs(answer.headers) ?? fallbackMs, message);
