import type { FastifyRequest } from 'fastify';
import { DomainError, invalidInput, inWords, type Mistake } from '../../kernel/errors.js';
import { tooDeepAt } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';

/** The body is not a GraphQL request. */
export class MalformedRequestError extends DomainError {
  constructor(mistakes: Mistake[]) {
    super('INVALID_INPUT', inWords(mistakes), mistakes);
  }
}

const isText = (value: unknown) => typeof value === 'string';
const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const orNothing = (is: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || value === null || is(value);

const PARTS: [part: string, fits: (value: unknown) => boolean, words: string][] = [
  ['query', isText, 'query: Expected the text of a GraphQL document'],
  ['operationName', orNothing(isText), 'operationName: Expected text'],
  ['variables', orNothing(isMap), 'variables: Expected an object'],
  ['extensions', orNothing(isMap), 'extensions: Expected an object'],
];

/**
 * Rejects a POST whose body is not a GraphQL request, before Fastify coerces it (it would accept 0 as "0"). Extensions have
 * no effect and are removed, because Mercurius rejects null.
 */
export function assertWellFormed({ method, body }: Pick<FastifyRequest, 'method' | 'body'>): void {
  if (method !== 'POST') return;
  if (!isMap(body))
    throw new MalformedRequestError([
      { path: [], message: 'Expected one JSON object with a query; batches are not supported' },
    ]);
  const parts = body as Record<string, unknown>;
  const mistakes = PARTS.filter(([part, fits]) => !fits(parts[part])).map(([part, , message]) => ({
    path: [part],
    message,
  }));
  if (mistakes.length > 0) throw new MalformedRequestError(mistakes);
  delete parts.extensions;
  assertNotTooDeep(parts.variables);
}

/** Rejects variables that are nested too deeply, before they are read recursively. INVALID_INPUT. */
function assertNotTooDeep(variables: unknown): void {
  // The variables object itself does not count as a level.
  const path = tooDeepAt(variables, LIMITS.maxJsonDepth + 1);
  if (path) throw invalidInput([{ path, message: TOO_DEEP }]);
}

const TOO_DEEP = `Nested deeper than ${LIMITS.maxJsonDepth} levels`;
