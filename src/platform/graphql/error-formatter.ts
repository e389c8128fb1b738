import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { DomainError, invalidInput, type Mistake } from '../../kernel/errors.js';
import { asksForGraphQLResponse } from './media-type.js';
import { MalformedRequestError } from './request-shape.js';

const log = new Logger('GraphQL');

/** A body in a form that a page of another origin could post without asking. */
export class UnsupportedMediaTypeError extends DomainError {
  constructor() {
    super('INVALID_INPUT', 'Send the request as JSON, with content-type: application/json');
  }
}

/**
 * What a client sees of an error: a code and words it can act on, never a stack or another system's message. With hints
 * GraphQL's own errors name what the schema has; without, they do not help to guess it.
 */
export function publicError(error: GraphQLError, hints = true): GraphQLError {
  const cause = domainErrorOf(error);
  if (cause) return shaped(error, cause.message, { code: cause.code, ...(cause.details && { details: cause.details }) });
  // A bad variable is wrapped in an error of its own kind.
  if (!error.originalError || error.originalError instanceof GraphQLError) return mistaken(error, hints ? error.message : withoutHint(error.message));
  const id = randomUUID();
  log.error({ msg: 'Unexpected error', errorId: id, path: error.path, err: error.originalError });
  return shaped(error, `Internal error ${id}`, { code: 'INTERNAL', id });
}

type Execution = { data?: unknown; errors?: readonly GraphQLError[] };

/** Mercurius's hook: every error of an execution, made public. */
export const errorFormatter = (hints: boolean) => ({ data, errors = [] }: Execution, { reply }: { reply?: FastifyReply }): { statusCode: number; response: never } => {
  const all = errors.flatMap(expanded);
  const told = { errors: all.map((error) => publicError(error, hints).toJSON()) };
  if (data) return { statusCode: 200, response: { data, ...told } as never };
  // Without even a null nothing was executed, which only the newer media type may say.
  const isBare = data === undefined && asksForGraphQLResponse(reply?.request.headers.accept);
  const statusCode = statusOf([...errors, ...all]) ?? (isBare ? 400 : 200);
  return { statusCode, response: (isBare ? told : { data: null, ...told }) as never };
};

/** The status of what stands in the way of any execution, whichever the media type; undefined for what a document says wrong. */
function statusOf(errors: readonly GraphQLError[]): number | undefined {
  const causes = errors.map(domainErrorOf);
  if (causes.some((cause) => cause instanceof UnsupportedMediaTypeError)) return 415;
  if (causes.some((cause) => cause instanceof MalformedRequestError)) return 400;
  if (causes.some((cause) => cause?.code === 'UNAUTHENTICATED')) return 401;
  if (causes.some((cause) => cause?.code === 'RATE_LIMITED')) return 429;
  const refusal = errors.map(({ originalError }) => originalError as Refusal | undefined).find((each) => BEFORE_ANY_DOCUMENT.test(each?.code ?? ''));
  return refusal?.statusCode;
}

type Refusal = Error & { code?: string; statusCode?: number };
// What Fastify says of bodies, and Mercurius of a mutation by GET.
const BEFORE_ANY_DOCUMENT = /^(FST_ERR_CTP_|MER_ERR_METHOD_NOT_ALLOWED)/;

const mistaken = (error: GraphQLError, message: string) => shaped(error, message, { code: 'INVALID_INPUT', details: [{ ...mistakeOf(error), message }] });

const withoutHint = (message: string) => {
  const hint = message.lastIndexOf(' Did you mean ');
  return hint < 0 ? message : message.slice(0, hint);
};

// Mercurius wraps what validation found in one error.
function expanded(error: GraphQLError): GraphQLError[] {
  const inner = (error.originalError as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(inner) ? inner.map((each) => (each instanceof GraphQLError ? each : new GraphQLError(String((each as Error).message)))) : [error];
}

function domainErrorOf(error: GraphQLError): DomainError | undefined {
  if (error instanceof DomainError) return error;
  return error.originalError instanceof DomainError ? error.originalError : clientErrorOf(error.originalError);
}

// What Postgres says of NUL, and of halves of surrogate pairs: nothing it keeps can hold them.
const UNSTORABLE = new Set(['22021', '22P05']);

// Fastify and Mercurius refuse malformed requests with a 4xx of their own.
function clientErrorOf(error: unknown): DomainError | undefined {
  if (UNSTORABLE.has(String((error as { code?: unknown } | undefined)?.code))) return invalidInput([{ path: [], message: 'Contains a character that cannot be stored' }]);
  const { statusCode, message } = (error ?? {}) as { statusCode?: number; message?: string };
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? new DomainError('INVALID_INPUT', message ?? 'Malformed request', [{ path: [], message: message ?? 'Malformed request' }]) : undefined;
}

// graphql-js says where a variable is wrong only in words: Variable "$input" got invalid value 5 at "input.name"; ...
function mistakeOf(error: GraphQLError): Mistake {
  const at = /Variable "\$(\w+)" got invalid value .*? at "([^"]+)";/s.exec(error.message) ?? /Variable "\$(\w+)"/.exec(error.message);
  const field = /; Field "(\w+)" (?:is not defined|of required type)/.exec(error.message)?.[1];
  const path = [...(at?.[2] ?? at?.[1] ?? '').split(/[.[\]]+/), field ?? ''].filter(Boolean);
  return { path: path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), message: error.message };
}

function shaped(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path, extensions });
}
