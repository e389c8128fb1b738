/** The step fails permanently: a retry would fail too. */
export class PermanentActionError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The step is retried by the policy; if the last attempt fails too, the step keeps the code. */
export class RetryableActionError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The step is retried after this many milliseconds, as the other side requested. */
export class RetryAfterError extends Error {
  constructor(
    readonly delayMs: number,
    message: string,
    readonly code = 'RETRY_AFTER',
  ) {
    super(message);
  }
}

/** The request was sent and no answer came: it is unknown whether it took effect. */
export class OutcomeUnknownError extends Error {}

/** The step must not be performed; the execution goes on after it. */
export class SkippedActionError extends Error {
  constructor(
    readonly code: 'OPTED_OUT' | 'WINDOW_CLOSED',
    message: string,
  ) {
    super(message);
  }
}
