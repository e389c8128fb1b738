import type { IncomingHttpHeaders } from 'node:http';
import { inexactNumbers } from '../../kernel/json-numbers.js';
import { tooDeepAt, type JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import type { Delivery } from './inbound-hooks.service.js';

/** The request headers that are stored with the event: they describe the content and the sender, and contain no secret. */
const KEPT_HEADERS = [
  'content-type',
  'user-agent',
  'webhook-id',
  'x-event-key',
  'x-event-type',
  'x-github-event',
  'x-gitlab-event',
  'x-shopify-topic',
];
const LONGEST_HEADER = 200;

const KEY = /^[\x20-\x7e]{1,200}$/;

/** Reads an authentic request; `mistake` says what is wrong with it. */
export function readDelivery(headers: IncomingHttpHeaders, body: Buffer): Delivery | { mistake: string } {
  const key = headers['webhook-id'] ?? headers['idempotency-key'] ?? null;
  if (key !== null && (typeof key !== 'string' || !KEY.test(key)))
    return { mistake: 'A webhook-id or Idempotency-Key has 1 to 200 printable ASCII characters' };
  const text = body.toString();
  const parsed = objectIn(text);
  if (!parsed) return { mistake: 'Expected a JSON object as the body' };
  if (tooDeepAt(parsed, LIMITS.maxJsonDepth))
    return { mistake: `The body is nested deeper than ${LIMITS.maxJsonDepth} levels` };
  const [inexact] = inexactNumbers(text);
  if (inexact) return { mistake: `${inexact.join('.')}: JSON parsing would change this number: send it as a text` };
  return { key, body: parsed, headers: keptOf(headers) };
}

function objectIn(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

const keptOf = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(
    KEPT_HEADERS.flatMap((name) =>
      typeof headers[name] === 'string' ? [[name, headers[name].slice(0, LONGEST_HEADER)]] : [],
    ),
  ) as Record<string, string>;
