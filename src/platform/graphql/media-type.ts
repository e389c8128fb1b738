/** With this media type the HTTP status reports the result; with plain JSON every well-formed request gets 200. */
export const GRAPHQL_RESPONSE = 'application/graphql-response+json';

const PLAIN = ['application/json', 'application/*', '*/*'];

/** Whether an Accept header names it, and does not give plain JSON a higher weight. */
export function asksForGraphQLResponse(accept: string | undefined): boolean {
  const weights = new Map((accept ?? '').split(',').map(weightOf));
  const wanted = weights.get(GRAPHQL_RESPONSE) ?? 0;
  return wanted > 0 && PLAIN.every((type) => (weights.get(type) ?? 0) <= wanted);
}

function weightOf(range: string): [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return [type, weight ? Number(weight.slice(2)) || 0 : 1];
}
