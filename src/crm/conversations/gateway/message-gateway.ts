/** Which bodies of the port there are, as messages remember them. */
export type MessageProvider = 'local' | 'whatsapp_cloud';

/** What a media link leads to. */
export type MediaType = 'image' | 'video' | 'audio' | 'document';

/** A file somewhere on the web; the provider fetches it. */
export interface MediaLink {
  type: MediaType;
  link: string;
}

/** What can be sent. */
export type MessageContent =
  | { kind: 'text'; text: string }
  /** `variables` in the order of the placeholders, or by name where the template names them. */
  | { kind: 'template'; name: string; language: string; variables: string[] | Record<string, string>; header?: MediaLink }
  | { kind: 'media'; media: MediaLink; caption?: string; filename?: string };

/** A message to one phone number, such as "+5511999990000". */
export type OutboundMessage = { phone: string } & MessageContent;

/** A message that was taken, and the name by which the provider's callbacks will know it. */
export interface SentMessage {
  provider: MessageProvider;
  providerMessageId: string;
}

/** How a message is sent. */
export interface SendOptions {
  /** The message's own id; the provider's status callbacks carry it where it has such a thing. */
  idempotencyKey: string;
  /** Gives up early: the outcome is in doubt unless nothing had left. */
  signal: AbortSignal;
}

/** The way out for messages. Nothing it does is a transaction's business: call it with none open. */
export abstract class MessageGateway {
  /** The body's name, as messages remember it. */
  abstract readonly provider: MessageProvider;

  /**
   * Resolves when the provider has taken the message; delivery is told later, by callback. It never sends twice by
   * itself. Rejects with GatewayRefusedError (never try again), GatewayBusyError (later), GatewayUnreachableError
   * (not taken: try again), or GatewayInDoubtError (nobody knows: do not send again blindly).
   */
  abstract send(message: OutboundMessage, options: SendOptions): Promise<SentMessage>;
}
