/** Its answers tell by their HTTP status how the request went; in plain JSON whatever was well-formed is 200. */
export const GRAPHQL_RESPONSE = 'application/graphql-response+json';

const PLAIN = ['application/json', 'application/*', '*/*'];

/** Whether an Accept header names it, and nothing plainer with a higher weight. */
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
