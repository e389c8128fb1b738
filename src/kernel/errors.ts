/** The error codes that a client can receive; any other error is INTERNAL, with an id instead of a reason. */
export type DomainErrorCode =
  'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'INVALID_INPUT' | 'CONFLICT' | 'ILLEGAL_STATE' | 'RATE_LIMITED';

/** One mistake in an input: its path, and how to fix it. */
export interface Mistake {
  path: (string | number)[];
  message: string;
}

/** An error that the caller can act on; it never alerts the operator. Its details are bounded. */
export class DomainError extends Error {
  readonly details?: Mistake[];

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    details?: Mistake[],
  ) {
    super(cut(message, LONGEST_MESSAGE));
    this.name = 'DomainError';
    if (details) this.details = told(details);
  }
}

/** The request is well-formed, but the state of something forbids it; the reason is a word for programs. */
export class IllegalStateError extends DomainError {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super('ILLEGAL_STATE', message);
  }
}

/** The first mistakes, each of bounded size, and the number of further ones. */
export function told(mistakes: readonly Mistake[]): Mistake[] {
  const shown = mistakes
    .slice(0, MOST_MISTAKES)
    .map(({ path, message }) => ({ path: shownPath(path), message: cut(message, LONGEST_MISTAKE) }));
  return mistakes.length > MOST_MISTAKES
    ? [...shown, { path: [], message: andMore(mistakes.length - MOST_MISTAKES) }]
    : shown;
}

/** The messages of the mistakes in one line, without their paths. */
export const inWords = (mistakes: readonly Mistake[]) =>
  told(mistakes)
    .map(({ message }) => message)
    .join('; ');

/** The text after the last listed mistake. */
export const andMore = (count: number) => `and ${count} more`;

/** How many mistakes one answer lists. */
export const MOST_MISTAKES = 50;

/** The mistakes of a part, with their paths in the whole; `place` is the path of the part. */
export const within = (place: Mistake['path'], mistakes: readonly Mistake[]): Mistake[] =>
  mistakes.map(({ path, message }) => ({ path: [...place, ...path], message }));
const LONGEST_MESSAGE = 2_000;
const LONGEST_MISTAKE = 1_000;
const LONGEST_PATH = 100;
const LONGEST_NAME = 100;

/** The row does not exist or belongs to another workspace; both look the same on purpose. */
export const notFound = (what: string, id: string) => new DomainError('NOT_FOUND', `No ${what} with id ${id}`);

/** All mistakes at once, each with its path. */
export const invalidInput = (mistakes: Mistake[]) =>
  new DomainError('INVALID_INPUT', told(mistakes).map(describe).join('; '), mistakes);

const describe = ({ path, message }: Mistake) => (path.length ? `${path.join('.')}: ${message}` : message);

// Path names come from the user and can be as long as the body.
const shownPath = (path: Mistake['path']) =>
  path.slice(0, LONGEST_PATH).map((part) => (typeof part === 'string' ? cut(part, LONGEST_NAME) : part));

const cut = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text;
