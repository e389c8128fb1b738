/** The step fails now: trying again would fail again. */
export class PermanentActionError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The step is tried again by the policy; the code stays with it should the last attempt fail too. */
export class RetryableActionError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The step is tried again after this many milliseconds, because the other side said so. */
export class RetryAfterError extends Error {
  constructor(
    readonly delayMs: number,
    message: string,
    readonly code = 'RETRY_AFTER',
  ) {
    super(message);
  }
}

/** The request left and no answer came: nobody knows whether it took effect. */
export class OutcomeUnknownError extends Error {}
