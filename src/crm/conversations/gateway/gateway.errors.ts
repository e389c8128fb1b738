/** The provider will not take this message, now or later. */
export class GatewayRefusedError extends Error {
  constructor(
    /** WINDOW_CLOSED, or the provider's own code. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The provider wants fewer messages; it did not take this one. */
export class GatewayBusyError extends Error {
  constructor(
    readonly retryAfterMs: number,
    message: string,
  ) {
    super(message);
  }
}

/** The message was not taken: nothing was reached, or it answered that it failed. */
export class GatewayUnreachableError extends Error {}

/** The message left and no answer came that tells whether it was taken. */
export class GatewayInDoubtError extends Error {}
