/** Nothing of the request left this process: sending it again cannot do it twice. */
export class HttpNotSentError extends Error {}

/** The target may not be reached from here, now or later. */
export class ForbiddenTargetError extends HttpNotSentError {}

/** The request left, whole or in part, and no whole answer came: nobody knows whether it took effect. */
export class HttpInDoubtError extends Error {}
