import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import {
  andMore,
  DomainError,
  IllegalStateError,
  invalidInput,
  MOST_MISTAKES,
  told,
  type Mistake,
} from '../../kernel/errors.js';
import { RevisionConflictError, VersionConflictError } from '../../kernel/versions.js';
import { RequestUnderWayError } from '../idempotency/keyed-request.js';
import { asksForGraphQLResponse } from './media-type.js';
import type { AnswerBudget } from '../query-limits/query-budget.js';
import { MalformedRequestError } from './request-shape.js';

const log = new Logger('GraphQL');

/** A content type that a form of another origin could send without a CORS preflight. */
export class UnsupportedMediaTypeError extends DomainError {
  constructor() {
    super('INVALID_INPUT', 'Send the request as JSON, with content-type: application/json');
  }
}

/**
 * The error a client sees: a code and an actionable message, never a stack or another system's message. With hints,
 * GraphQL's own errors suggest names of the schema; without them they reveal none.
 */
export function publicError(error: GraphQLError, hints = true): GraphQLError {
  const cause = domainErrorOf(error);
  if (cause) return shaped(error, cause.message, extensionsOf(cause));
  // GraphQL wraps the error of a bad variable in another GraphQLError.
  if (!error.originalError || error.originalError instanceof GraphQLError)
    return mistaken(error, hints ? error.message : withoutHint(error.message));
  const id = randomUUID();
  log.error({ msg: 'Unexpected error', errorId: id, path: error.path, err: error.originalError });
  return shaped(error, `Internal error ${id}`, { code: 'INTERNAL', id });
}

const extensionsOf = (cause: DomainError) => ({
  code: cause.code,
  ...(cause.details && { details: cause.details }),
  ...(cause instanceof VersionConflictError && { version: cause.version }),
  ...(cause instanceof RevisionConflictError && { revision: cause.revision }),
  ...(cause instanceof IllegalStateError && { reason: cause.reason }),
});

type Execution = { data?: unknown; errors?: readonly GraphQLError[] };
type Context = { reply?: FastifyReply; requester?: { budget: AnswerBudget } };

// A partial answer would be large, and the client could not tell what is missing.
const endedEarly = (refusal: GraphQLError): Execution => ({ data: null, errors: [refusal] });

/** Mercurius's error formatter: makes all errors of an execution public. */
export const errorFormatter =
  (hints: boolean) =>
  (execution: Execution, { reply, requester }: Context): { statusCode: number; response: never } => {
    const refusal = requester?.budget.refusal;
    const { data, errors = [] } = refusal ? endedEarly(refusal) : execution;
    const all = errors.flatMap(expanded);
    if (all.some(isUnderWay)) reply?.header('retry-after', 1);
    const shown = { errors: (data ? all : bounded(all)).map((error) => publicError(error, hints).toJSON()) };
    if (data) return { statusCode: 200, response: { data, ...shown } as never };
    return withoutData(shown, { status: statusOf([...errors, ...all]), isNull: data === null, reply });
  };

// A response without `data` means that nothing was executed; only the newer media type allows it.
function withoutData(
  shown: object,
  { status, isNull, reply }: { status: number | undefined; isNull: boolean; reply?: FastifyReply },
): { statusCode: number; response: never } {
  const isBare = !isNull && asksForGraphQLResponse(reply?.request.headers.accept);
  return { statusCode: status ?? (isBare ? 400 : 200), response: (isBare ? shown : { data: null, ...shown }) as never };
}

const isUnderWay = (error: GraphQLError) => domainErrorOf(error) instanceof RequestUnderWayError;

/** The HTTP status of errors that prevent execution, for either media type; undefined for errors in the document. */
function statusOf(errors: readonly GraphQLError[]): number | undefined {
  const causes = errors.map(domainErrorOf);
  if (causes.some((cause) => cause instanceof UnsupportedMediaTypeError)) return 415;
  if (causes.some((cause) => cause instanceof MalformedRequestError)) return 400;
  if (causes.some((cause) => cause?.code === 'UNAUTHENTICATED')) return 401;
  if (causes.some((cause) => cause?.code === 'RATE_LIMITED')) return 429;
  const refusal = errors
    .map(({ originalError }) => (originalError ?? {}) as Refusal)
    .find((each) => BEFORE_ANY_DOCUMENT.test(each.code ?? ''));
  return refusal?.statusCode;
}

type Refusal = { code?: string; statusCode?: number };
// Fastify's errors about bodies, and Mercurius's error about a mutation by GET.
const BEFORE_ANY_DOCUMENT = /^(FST_ERR_CTP_|MER_ERR_METHOD_NOT_ALLOWED)/;

// Nobody reads a thousand errors about unknown fields.
function bounded(errors: GraphQLError[]): GraphQLError[] {
  if (errors.length <= MOST_MISTAKES) return errors;
  return [...errors.slice(0, MOST_MISTAKES), new GraphQLError(andMore(errors.length - MOST_MISTAKES))];
}

function mistaken(error: GraphQLError, words: string): GraphQLError {
  const message = abridged(words);
  return shaped(error, message, { code: 'INVALID_INPUT', details: told([{ ...mistakeOf(error), message }]) });
}

// GraphQL quotes the whole value before the reason.
const abridged = (words: string) =>
  words.length > LONGEST ? `${words.slice(0, LONGEST / 4)} … ${words.slice(-LONGEST / 2)}`.toWellFormed() : words;
const LONGEST = 800;

const withoutHint = (message: string) => {
  const hint = message.lastIndexOf(' Did you mean ');
  return hint < 0 ? message : message.slice(0, hint);
};

// Mercurius wraps all validation errors in one error.
function expanded(error: GraphQLError): GraphQLError[] {
  const inner = (error.originalError as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(inner)
    ? inner.map((each) => (each instanceof GraphQLError ? each : new GraphQLError(String((each as Error).message))))
    : [error];
}

function domainErrorOf(error: GraphQLError): DomainError | undefined {
  if (error instanceof DomainError) return error;
  return error.originalError instanceof DomainError ? error.originalError : clientErrorOf(error.originalError);
}

// Postgres rejects a value: data exceptions (unstorable text, number or date out of range) and exceeded limits.
const UNSTORABLE = /^(22(?!012)|54)[0-9A-Z]{3}$/;

// A foreign key failed: statements check first that what they refer to exists, so it was deleted since.
const GONE = '23503';
const DELETED_MEANWHILE = 'Something that this refers to was deleted at the same time: try again';

// Fastify and Mercurius reject malformed requests with 4xx errors of their own.
function clientErrorOf(error: unknown): DomainError | undefined {
  const { code, statusCode, message } = (error ?? {}) as { code?: unknown; statusCode?: number; message?: string };
  if (code === GONE) return new DomainError('CONFLICT', DELETED_MEANWHILE);
  if (UNSTORABLE.test(String(code))) return unstorable(error as Error);
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? new DomainError('INVALID_INPUT', message ?? 'Malformed request', [
        { path: [], message: message ?? 'Malformed request' },
      ])
    : undefined;
}

// The last safeguard: an earlier check would have named the path, so the operator is told.
function unstorable(error: Error): DomainError {
  log.warn({ msg: 'Postgres rejected a value that every check had accepted', err: error });
  return invalidInput([{ path: [], message: 'Contains a value that cannot be stored' }]);
}

// graphql-js reports the location of a bad variable only in the message: Variable "$input" got invalid value 5 at "input.name"; ...
function mistakeOf(error: GraphQLError): Mistake {
  // Anchored: the quoted value comes from the user and may contain the same words many times.
  const at =
    /^Variable "\$(\w+)" got invalid value .*? at "([^"]+)";/s.exec(error.message) ??
    /^Variable "\$(\w+)"/.exec(error.message);
  const field = /; Field "(\w+)" (?:is not defined|of required type)/.exec(error.message)?.[1];
  const path = [...(at?.[2] ?? at?.[1] ?? '').split(/[.[\]]+/), field ?? ''].filter(Boolean);
  return { path: path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), message: error.message };
}

function shaped(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions,
  });
}
