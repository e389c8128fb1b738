/** Nothing of the request was sent: a retry cannot repeat its effect. */
export class HttpNotSentError extends Error {}

/** The target must not be reached from here; retrying does not help. */
export class ForbiddenTargetError extends HttpNotSentError {}

/** The request was sent at least partly and no complete answer came: it is unknown whether it took effect. */
export class HttpInDoubtError extends Error {}
