/** The codes a client may see; anything else is INTERNAL, with an id instead of a reason. */
export type DomainErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'CONFLICT'
  | 'ILLEGAL_STATE'
  | 'RATE_LIMITED';

/** One mistake in an input: where it is, and what to do about it. */
export interface Mistake {
  path: (string | number)[];
  message: string;
}

/** A refusal the caller can act on; it never pages the operator. */
export class DomainError extends Error {
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly details?: Mistake[],
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** The row is not there, or belongs to another workspace: the two look alike on purpose. */
export const notFound = (what: string, id: string) =>
  new DomainError('NOT_FOUND', `No ${what} with id ${id}`);

/** Every mistake at once, each with its path. */
export const invalidInput = (mistakes: Mistake[]) =>
  new DomainError('INVALID_INPUT', mistakes.map(describe).join('; '), mistakes);

const describe = ({ path, message }: Mistake) => (path.length ? `${path.join('.')}: ${message}` : message);
