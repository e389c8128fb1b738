import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { LIMITS } from '../../kernel/limits.js';
import { ForbiddenTargetError, HttpInDoubtError } from '../../platform/http/http.errors.js';
import type { HttpAnswer } from '../../platform/http/http-exchange.js';
import { OutboundHttp } from '../../platform/http/outbound-http.js';
import { retryAfterMs } from '../../platform/http/retry-after.js';
import { OutcomeUnknownError, PermanentActionError, RetryAfterError, RetryableActionError } from '../action.errors.js';
import { Action, type ExternalAction, type ExternalContext } from '../action.js';
import { headers, httpUrl } from '../params.js';
import { WebhookSecrets } from '../webhook-secrets/webhook-secrets.js';

const KEPT_BYTES = 16 * 1024;
const TRY_AGAIN = new Set([408, 425, 429]);

const params = z.strictObject({
  url: httpUrl.meta({ title: 'Address', description: 'The URL to post to; http or https' }),
  headers: headers
    .default({})
    .meta({ title: 'Headers', description: 'Sent in addition to the signature, such as authorization' }),
  payload: z.unknown().default({}).meta({ title: 'Payload', description: 'JSON; an empty object if omitted' }),
});

const output = z.object({ status: z.int(), body: z.string(), durationMs: z.int() });

@Action({
  type: 'webhook',
  title: 'Call a webhook',
  description:
    'Posts JSON to an address, signed according to Standard Webhooks; every attempt has the same webhook-id.',
  effect: 'external',
  delivery: 'at_least_once',
  attempts: 4,
  secrets: ['headers'],
  secretsGoTo: 'url',
  params,
  output,
})
export class WebhookAction implements ExternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(
    private readonly http: OutboundHttp,
    private readonly secrets: WebhookSecrets,
  ) {}

  async perform({ url, headers, payload }: z.infer<typeof params>, context: ExternalContext) {
    const body = JSON.stringify(payload);
    if (Buffer.byteLength(body) > LIMITS.maxPayloadBytes)
      throw new PermanentActionError('PAYLOAD_TOO_LARGE', TOO_LARGE);
    const signed = { ...OURS, ...inLowerCase(headers), ...(await this.signature(body, context)) };

    const began = performance.now();
    const request = { url, headers: signed, body, signal: context.signal, maxResponseBytes: KEPT_BYTES };
    const answer = await this.http.post(request).catch((error: unknown) => {
      throw translated(error);
    });
    if (answer.status < 200 || answer.status >= 300) throw failureOf(answer);

    return { status: answer.status, body: answer.body, durationMs: Math.round(performance.now() - began) };
  }

  private async signature(
    body: string,
    { workspaceId, idempotencyKey }: ExternalContext,
  ): Promise<Record<string, string>> {
    const secrets = await this.secrets.secretsOf(workspaceId);
    const now = new Date();
    return {
      'webhook-id': idempotencyKey,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(idempotencyKey, now, body)).join(' '),
    };
  }
}

// A name in another case would be a second header beside ours, and receivers differ in which one they read.
const inLowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const OURS = { 'content-type': 'application/json', 'user-agent': 'crm-automations' };

const TOO_LARGE = `The payload is larger than ${LIMITS.maxPayloadBytes / 1024} KiB`;

function translated(error: unknown): unknown {
  if (error instanceof ForbiddenTargetError) return new PermanentActionError('FORBIDDEN_TARGET', error.message);
  if (error instanceof HttpInDoubtError) return new OutcomeUnknownError(error.message, { cause: error });
  return error;
}

function failureOf({ status, headers, body }: HttpAnswer): Error {
  // Cut by characters, not by surrogates, which Postgres would reject.
  const said = [...body].slice(0, 200).join('').trim();
  const message = `The receiver answered HTTP ${status}${said && `: ${said}`}`;
  const code = `HTTP_${status}`;
  if (status < 500 && !TRY_AGAIN.has(status)) return new PermanentActionError(code, message);
  const delayMs = retryAfterMs(headers);
  return delayMs === undefined ? new RetryableActionError(code, message) : new RetryAfterError(delayMs, message, code);
}
