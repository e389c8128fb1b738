/** The provider permanently rejects this message. */
export class GatewayRefusedError extends Error {
  constructor(
    /** WINDOW_CLOSED, or the provider's own code. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The provider's rate limit is exceeded; it did not accept this message. */
export class GatewayBusyError extends Error {
  constructor(
    readonly retryAfterMs: number,
    message: string,
  ) {
    super(message);
  }
}

/** The message was not accepted: the provider was not reached, or it answered that it failed. */
export class GatewayUnreachableError extends Error {}

/** The message was sent, but no answer says whether it was accepted. */
export class GatewayInDoubtError extends Error {}
