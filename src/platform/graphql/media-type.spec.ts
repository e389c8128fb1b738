import { asksForGraphQLResponse } from './media-type.js';

it.each([
  'application/graphql-response+json',
  'application/graphql-response+json; charset=utf-8, application/json',
  'application/json;q=0.9, Application/GraphQL-Response+JSON',
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
  '*/*;q=0.1, application/graphql-response+json;q=0.5',
])('recognizes "%s" as a client of GraphQL over HTTP', (accept) => {
  expect(asksForGraphQLResponse(accept)).toBe(true);
});

it.each([
  undefined,
  '',
  '*/*',
  'application/json',
  'text/html',
  'application/json, application/graphql-response+json;q=0.5',
  'application/graphql-response+json;q=0',
])('answers "%s" in plain JSON', (accept) => {
  expect(asksForGraphQLResponse(accept)).toBe(false);
});
