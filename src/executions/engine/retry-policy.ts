import {
  OutcomeUnknownError,
  PermanentActionError,
  RetryableActionError,
  RetryAfterError,
} from '../../actions/action.errors.js';
import type { ActionDescription } from '../../actions/action.js';
import { DomainError, told, type Mistake } from '../../kernel/errors.js';
import { EmptyVariableError } from '../../platform/templates/template-error.js';
import type { AttemptEnd } from '../log/moves.js';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
const DEFAULT_ATTEMPTS = 4;

/** The same four causes for every action: what a thrown error means for the attempt number `attempts`. */
export function endOfFailure(
  error: unknown,
  description: Pick<ActionDescription, 'delivery' | 'attempts'>,
  attempts: number,
): AttemptEnd {
  const reason = { code: codeOf(error), message: messageOf(error) };
  if (isPermanent(error)) return { status: 'failed', error: reason };
  if (error instanceof OutcomeUnknownError && description.delivery === 'at_most_once')
    return { status: 'unknown', error: reason };
  if (attempts >= (description.attempts ?? DEFAULT_ATTEMPTS)) return { status: 'failed', error: reason };
  return {
    status: 'retry',
    error: reason,
    inMs: error instanceof RetryAfterError ? error.delayMs : backoffMs(attempts),
  };
}

/** Exponential, with jitter so that many failures of one cause do not return together. */
const backoffMs = (attempts: number) =>
  Math.min(FIRST_RETRY_MS * 4 ** (attempts - 1), LONGEST_RETRY_MS) * (0.5 + Math.random() / 2);

const isPermanent = (error: unknown) =>
  error instanceof PermanentActionError ||
  error instanceof EmptyVariableError ||
  (error instanceof DomainError && error.code !== 'CONFLICT') ||
  isZodError(error);

function codeOf(error: unknown): string {
  if (CODED.some((kind) => error instanceof kind)) return (error as PermanentActionError).code;
  if (error instanceof EmptyVariableError) return 'EMPTY_VARIABLE';
  if (isZodError(error)) return 'INVALID_PARAMS';
  return error instanceof OutcomeUnknownError ? 'UNKNOWN_OUTCOME' : 'ACTION_FAILED';
}

const CODED = [PermanentActionError, RetryableActionError, RetryAfterError, DomainError];

const isZodError = (error: unknown): error is { issues: { path: PropertyKey[]; message: string }[] } =>
  error instanceof Error && 'issues' in error;

const messageOf = (error: unknown) =>
  isZodError(error)
    ? told(error.issues as Mistake[])
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; ')
        .slice(0, 2_000)
    : ((error as Error).message ?? String(error)).slice(0, 2_000);
