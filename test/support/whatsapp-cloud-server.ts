import { z } from 'zod';
import type { Gate } from './gate.js';
import { status, WebhookReceiver, type ReceivedRequest, type Reply } from './webhook-receiver.js';

const link = z.strictObject({ link: z.url() });
const media = z.strictObject({
  link: z.url(),
  caption: z.string().max(1024).optional(),
  filename: z.string().optional(),
});
const parameter = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), parameter_name: z.string().optional() }),
  z.strictObject({ type: z.literal('image'), image: link }),
  z.strictObject({ type: z.literal('video'), video: link }),
  z.strictObject({ type: z.literal('document'), document: link }),
]);
const buttonParameter = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('payload'), payload: z.string().min(1) }),
  z.strictObject({ type: z.literal('coupon_code'), coupon_code: z.string().min(1) }),
]);
const common = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  to: z.string().regex(/^\+?\d{7,15}$/),
  biz_opaque_callback_data: z.string().max(512).optional(),
};

/** What the Cloud API accepts at /messages, as Meta documents it. */
const sendable = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('text'),
    text: z.strictObject({ preview_url: z.boolean(), body: z.string().min(1).max(4096) }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('template'),
    template: z.strictObject({
      name: z.string().min(1),
      language: z.strictObject({ code: z.string().min(2) }),
      components: z
        .array(
          z.union([
            z.strictObject({ type: z.enum(['header', 'body']), parameters: z.array(parameter).min(1) }),
            z.strictObject({
              type: z.literal('button'),
              sub_type: z.enum(['url', 'quick_reply', 'copy_code']),
              index: z.string().regex(/^\d$/),
              parameters: z.array(buttonParameter).length(1),
            }),
          ]),
        )
        .min(1)
        .optional(),
    }),
  }),
  z.strictObject({ ...common, type: z.literal('image'), image: media.omit({ filename: true }) }),
  z.strictObject({ ...common, type: z.literal('video'), video: media.omit({ filename: true }) }),
  z.strictObject({ ...common, type: z.literal('audio'), audio: link }),
  z.strictObject({ ...common, type: z.literal('document'), document: media }),
]);

/** A message that the server accepted, and the id of the number that sent it. */
export type AcceptedMessage = z.infer<typeof sendable> & { id: string; sender: string };

/** A fake of Meta's WhatsApp Cloud API: refuses what Meta refuses, and fails as each test scripts it. */
export class WhatsAppCloudServer {
  static readonly TOKEN = 'cloud-test-token';
  static readonly PHONE_NUMBER_ID = '106540352242922';
  readonly accepted: AcceptedMessage[] = [];
  /** The token of each number, by the number's id. */
  readonly tokens = new Map([[WhatsAppCloudServer.PHONE_NUMBER_ID, WhatsAppCloudServer.TOKEN]]);
  /** Files by their media id. */
  readonly files = new Map<string, { mimeType: string; content: string | Buffer }>();
  /** The templates of each business account, in pages. */
  readonly templates = new Map<string, unknown[][]>();

  private constructor(readonly receiver: WebhookReceiver) {}

  static async start(): Promise<WhatsAppCloudServer> {
    const server: WhatsAppCloudServer = new WhatsAppCloudServer(
      await WebhookReceiver.start((response, request) => server.take(request)(response, request)),
    );
    return server;
  }

  get baseUrl(): string {
    return `${this.receiver.url}/v23.0`;
  }

  /** The environment that sends to this server. */
  get env(): Record<'WHATSAPP_BASE_URL' | 'WHATSAPP_TOKEN' | 'WHATSAPP_PHONE_NUMBER_ID', string> {
    return {
      WHATSAPP_BASE_URL: this.baseUrl,
      WHATSAPP_TOKEN: WhatsAppCloudServer.TOKEN,
      WHATSAPP_PHONE_NUMBER_ID: WhatsAppCloudServer.PHONE_NUMBER_ID,
    };
  }

  /** Scripts the next requests; unscripted ones are validated and accepted. */
  reply(...replies: Reply[]): void {
    this.receiver.reply(...replies);
  }

  /** A reply that accepts the message once the gate is open. */
  readonly takeAfter = (gate: Gate): Reply => gate.before((response, request) => this.take(request)(response, request));

  /** A reply that accepts the message and then does this instead of answering. */
  readonly takeThen =
    (reply: Reply): Reply =>
    (response, request) => {
      this.take(request);
      reply(response, request);
    };

  /** The webhook body with which Meta reports a message's status. */
  callback(
    message: AcceptedMessage,
    outcome: 'sent' | 'delivered' | 'read' | 'failed',
    errors?: { code: number; title: string }[],
  ): object {
    const { PHONE_NUMBER_ID: phone_number_id } = WhatsAppCloudServer;
    const about = {
      recipient_id: message.to.replace('+', ''),
      biz_opaque_callback_data: message.biz_opaque_callback_data,
    };
    const statuses = [
      { id: message.id, status: outcome, timestamp: '1760000000', ...about, ...(errors && { errors }) },
    ];
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id },
      statuses,
    };
    return {
      object: 'whatsapp_business_account',
      entry: [{ id: '102290129340398', changes: [{ field: 'messages', value }] }],
    };
  }

  async close(): Promise<void> {
    await this.receiver.close();
  }

  private take({ method, path, headers, body }: ReceivedRequest): Reply {
    const token = String(headers.authorization).replace('Bearer ', '');
    const { pathname, searchParams } = new URL(path, this.receiver.url);
    const [, id = '', what = ''] = /^\/v23\.0\/(\d+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (![...this.tokens.values()].some((known) => known === token)) return cloudError(190, { status: 401 });
    if (what === 'message_templates') return this.list(id, searchParams.get('after'));
    if (this.files.has(id)) return this.file(id, what);
    if (this.tokens.get(id) !== token) return cloudError(100, { details: 'Object does not exist' });
    if (method === 'GET') return json(200, { id, display_phone_number: `+${id}` });
    return what === 'messages' ? this.accept(id, body) : cloudError(33);
  }

  private file(id: string, what: string): Reply {
    const { mimeType, content } = this.files.get(id)!;
    if (what === 'content') return status(200, { 'content-type': 'text/html' }, content);
    return json(200, { id, mime_type: mimeType, url: `${this.baseUrl}/${id}/content` });
  }

  private accept(sender: string, body: string): Reply {
    const message = sendable.safeParse(JSON.parse(body));
    if (!message.success) return cloudError(100, { details: z.prettifyError(message.error) });
    const accepted = { ...message.data, id: `wamid.${this.accepted.length + 1}`, sender };
    this.accepted.push(accepted);
    const contacts = [{ input: accepted.to, wa_id: accepted.to.replace('+', '') }];
    return json(200, { messaging_product: 'whatsapp', contacts, messages: [{ id: accepted.id }] });
  }

  private list(businessAccountId: string, after: string | null): Reply {
    const pages = this.templates.get(businessAccountId);
    if (!pages) return cloudError(100, { status: 400 });
    const at = after ? Number(after) : 0;
    const next = at + 1 < pages.length && { next: 'https://graph.facebook.com/next' };
    return json(200, { data: pages[at], paging: { cursors: { before: 'x', after: String(at + 1) }, ...next } });
  }
}

/** An error answer of the Cloud API. */
export const cloudError = (
  code: number,
  {
    status: http = 400,
    details = 'As scripted',
    retryAfter,
  }: { status?: number; details?: string; retryAfter?: string } = {},
): Reply =>
  json(
    http,
    {
      error: {
        message: `(#${code}) Refused`,
        type: 'OAuthException',
        code,
        error_data: { messaging_product: 'whatsapp', details },
        fbtrace_id: 'Az8or2yhqkZfEZ',
      },
    },
    retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  );

const json = (code: number, body: object, headers: Record<string, string> = {}): Reply =>
  status(code, { 'content-type': 'application/json; charset=UTF-8', ...headers }, JSON.stringify(body));
