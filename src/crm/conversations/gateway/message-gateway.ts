/** The implementations of the port, as stored with messages. */
type MessageProvider = 'local' | 'whatsapp_cloud';

/** The media type of a link. */
export type MediaType = 'image' | 'video' | 'audio' | 'document';

/** A file on the web; the provider downloads it. */
export interface MediaLink {
  type: MediaType;
  link: string;
}

/** The variable of a template's header; with its name if the template uses names. */
export interface HeaderText {
  type: 'text';
  text: string;
  name?: string;
}

/** The kinds of buttons that take a value. */
export const BUTTON_KINDS = ['url', 'quick_reply', 'copy_code'] as const;

/** The value of a template's button: the end of its address, what a reply by it brings back, or the code that it copies. */
export interface TemplateButton {
  kind: (typeof BUTTON_KINDS)[number];
  /** Its place among the buttons, from 0. */
  index: number;
  value: string;
}

/** The content of a message. */
export type MessageContent =
  | { kind: 'text'; text: string }
  /** `variables` in the order of the placeholders, or by name if the template uses names. */
  | {
      kind: 'template';
      name: string;
      language: string;
      variables: string[] | Record<string, string>;
      header?: MediaLink | HeaderText;
      buttons?: TemplateButton[];
    }
  | { kind: 'media'; media: MediaLink; caption?: string; filename?: string };

/** A message to one phone number, such as "+5511999990000". */
export type OutboundMessage = { phone: string } & MessageContent;

/** An accepted message, and its id in the provider's callbacks. */
export interface SentMessage {
  provider: MessageProvider;
  providerMessageId: string;
}

/** Options for sending. */
export interface SendOptions {
  /** Whose account sends. */
  workspaceId: string;
  /** The message's own id; the provider's status callbacks contain it if they support that. */
  idempotencyKey: string;
  /** Aborts: the outcome is unknown unless nothing was sent. */
  signal: AbortSignal;
}

/** Sends messages. Call it outside any transaction. */
export abstract class MessageGateway {
  /**
   * Sends with the account that the workspace has at this moment. Resolves when the provider has accepted the message; delivery is reported later by callback. Never sends twice.
   * Rejects with GatewayRefusedError (do not retry), GatewayBusyError (retry later), GatewayUnreachableError
   * (not accepted: retry), or GatewayInDoubtError (outcome unknown: do not resend automatically).
   */
  abstract send(message: OutboundMessage, options: SendOptions): Promise<SentMessage>;
}
