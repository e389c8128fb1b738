import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../../types/schema.d.ts';

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Typed documents: a field that schema.graphql does not have is a type error. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; Decimal: string; JSON: Json; ID: string };
}>();

export type { ResultOf } from 'gql.tada';
