import type { FastifyRequest } from 'fastify';
import { DomainError, type Mistake } from '../../kernel/errors.js';

/** A body that is no GraphQL request, whatever its document may say. */
export class MalformedRequestError extends DomainError {
  constructor(mistakes: Mistake[]) {
    super('INVALID_INPUT', mistakes.map(({ message }) => message).join('; '), mistakes);
  }
}

const isText = (value: unknown) => typeof value === 'string';
const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const orNothing = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || value === null || is(value);

const PARTS: [part: string, fits: (value: unknown) => boolean, words: string][] = [
  ['query', isText, 'query: Expected the text of a GraphQL document'],
  ['operationName', orNothing(isText), 'operationName: Expected text'],
  ['variables', orNothing(isMap), 'variables: Expected an object'],
  ['extensions', orNothing(isMap), 'extensions: Expected an object'],
];

/**
 * Refuses a POST whose body is no GraphQL request, before Fastify bends it into one: it takes 0 for "0". Extensions mean
 * nothing here, and Mercurius refuses them when they are null: they go no further.
 */
export function assertWellFormed({ method, body }: Pick<FastifyRequest, 'method' | 'body'>): void {
  if (method !== 'POST') return;
  if (!isMap(body)) throw new MalformedRequestError([{ path: [], message: 'Expected one JSON object with a query; batches are not taken' }]);
  const parts = body as Record<string, unknown>;
  const mistakes = PARTS.filter(([part, fits]) => !fits(parts[part])).map(([part, , message]) => ({ path: [part], message }));
  if (mistakes.length > 0) throw new MalformedRequestError(mistakes);
  delete parts.extensions;
}
