/** The name under which it is emitted, after the commit, that the provider told what became of a message. */
export const MESSAGE_SETTLED = 'message.settled';

/** Which message; missing it loses nothing, as the message's row says the same. */
export interface MessageSettled {
  workspaceId: string;
  messageId: string;
}
