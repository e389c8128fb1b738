import { z } from 'zod';
import type { HttpAnswer } from '../../../platform/http/http-exchange.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import {
  GatewayBusyError,
  GatewayInDoubtError,
  GatewayRefusedError,
  GatewayUnreachableError,
} from './gateway.errors.js';

// https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
const WINDOW_CLOSED = new Set([131047, 470]);
const FAILED_FOR_NOW = new Set([1, 2, 131000, 131016, 131057, 133004]);
/** Rate limits, and how long to wait if the answer does not say. */
const BUSY_MS = new Map([
  [4, 60_000],
  [80007, 60_000],
  [130429, 5_000],
  [131048, 60_000],
  [131056, 6_000],
]);
const BUSY_DEFAULT_MS = 5_000;

const taken = z.object({ messages: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) });

const failed = z.object({
  error: z.object({
    message: z.string().default('No reason given'),
    code: z.number(),
    error_data: z.object({ details: z.string().optional() }).optional().catch(undefined),
    fbtrace_id: z.string().optional().catch(undefined),
  }),
});

type CloudError = z.infer<typeof failed>['error'];

/** The id of the message that the Cloud API accepted. Throws a gateway error for any other answer. */
export function messageIdOf(answer: HttpAnswer): string {
  const body = parsed(answer.body);
  if (answer.status >= 200 && answer.status < 300) {
    const success = taken.safeParse(body);
    if (success.success) return success.data.messages[0].id;
    throw new GatewayInDoubtError(`The Cloud API answered ${answer.status} without a message id`);
  }
  const failure = failed.safeParse(body);
  throw failure.success ? errorOf(failure.data.error, answer) : errorOfStatus(answer);
}

function errorOf(error: CloudError, answer: HttpAnswer): Error {
  const { code, fbtrace_id: trace } = error;
  const message = `WhatsApp: ${error.error_data?.details ?? error.message} (code ${code}${trace ? `, trace ${trace}` : ''})`;
  if (WINDOW_CLOSED.has(code)) return new GatewayRefusedError('WINDOW_CLOSED', `${message}; use a template`);
  if (BUSY_MS.has(code) || answer.status === 429) return busy(answer, message, BUSY_MS.get(code));
  // An error of the API itself, not of a proxy: the message was processed and rejected.
  if (FAILED_FOR_NOW.has(code) || answer.status >= 500) return new GatewayUnreachableError(message);
  return new GatewayRefusedError(`WHATSAPP_${code}`, message);
}

/** An answer outside the API's contract comes from an intermediary. */
function errorOfStatus(answer: HttpAnswer): Error {
  const { status } = answer;
  const message = `WhatsApp answered HTTP ${status} without a reason`;
  if (status === 429) return busy(answer, message);
  // A proxy that lost its upstream may have forwarded the message before.
  if (status === 502 || status === 504) return new GatewayInDoubtError(message);
  if (status >= 500 || status === 408) return new GatewayUnreachableError(message);
  return new GatewayRefusedError(`HTTP_${status}`, message);
}

const busy = (answer: HttpAnswer, message: string, fallbackMs = BUSY_DEFAULT_MS) =>
  new GatewayBusyError(retryAfterMs(answer.headers) ?? fallbackMs, message);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
