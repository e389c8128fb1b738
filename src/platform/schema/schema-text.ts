import type { BuildSchemaOptions } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

/** Shared options, so that the served and the printed schema agree. */
export const SCHEMA_OPTIONS: BuildSchemaOptions = { numberScalarMode: 'float' };

/** Adds descriptions to the three root types, for which Nest has no decorator. */
export function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  const roots = [
    [schema.getQueryType(), 'Queries. A key reads only its own workspace.'],
    [
      schema.getMutationType(),
      'Mutations. Each one is atomic: it makes all its changes and stores their events, or changes nothing. With the header Idempotency-Key (1 to 128 printable characters) it takes effect once: for 24 hours the same key and request get the first answer again.',
    ],
    [
      schema.getSubscriptionType(),
      'Subscriptions, over WebSocket with graphql-transport-ws and the key in connection_init.',
    ],
  ] as const;
  for (const [type, description] of roots) if (type) type.description = description;
  return schema;
}

/** The text of schema.graphql, sorted so that a diff shows only changes. */
export const textOfSchema = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
