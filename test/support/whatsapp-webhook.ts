import { createHmac } from 'node:crypto';
import { InboundWebhooks } from '../../src/crm/conversations/inbound/inbound-webhooks.service.js';
import type { TestServer } from './test-server.js';

/** The secrets with which test servers verify WhatsApp's webhooks. */
export const WEBHOOK_ENV = { WHATSAPP_APP_SECRET: 'test-app-secret', WHATSAPP_VERIFY_TOKEN: 'test-verify-token' };

/** Meta's signature, computed without the product's code. */
export const signed = (body: string, secret = WEBHOOK_ENV.WHATSAPP_APP_SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** A body as Meta delivers it. */
export const delivery = (value: object) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [
          {
            field: 'messages',
            value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '106540352242922' }, ...value },
          },
        ],
      },
    ],
  });

/** Seconds since 1970, in Meta's format, this many seconds before now. */
export const ago = (seconds = 0) => String(Math.floor(Date.now() / 1_000) - seconds);

/** A delivery of messages from one number, sent just now unless they contain a time. */
export const messages = (...each: object[]) =>
  delivery({
    contacts: [{ profile: { name: 'Ana' }, wa_id: '5511999990000' }],
    messages: each.map((message) => ({ from: '5511999990000', timestamp: ago(), ...message })),
  });

/** A delivery of one status. */
export const status = (id: string, name: string, more: object = {}) =>
  delivery({ statuses: [{ id, status: name, timestamp: '1700000000', recipient_id: '5511999990000', ...more }] });

/** Posts a body like Meta, or with another signature or none; resolves with the HTTP status. */
export async function post(
  server: TestServer,
  workspaceId: string,
  { body, signature = signed(body) }: { body: string; signature?: string | null },
): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    ...(signature !== null && { 'x-hub-signature-256': signature }),
  };
  return (await fetch(`${server.url}/webhooks/whatsapp/${workspaceId}`, { method: 'POST', headers, body })).status;
}

/** Posts a delivery and resolves when it was processed. */
export async function deliver(server: TestServer, workspaceId: string, body: string): Promise<void> {
  const answer = await post(server, workspaceId, { body });
  if (answer !== 200) throw new Error(`The webhook answered ${answer}`);
  await server.app.get(InboundWebhooks, { strict: false }).idle();
}
