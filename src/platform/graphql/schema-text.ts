import type { BuildSchemaOptions } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

/** How classes become a schema; what is served and what is printed agree on it. */
export const SCHEMA_OPTIONS: BuildSchemaOptions = { numberScalarMode: 'float' };

/** Says of the three root types what Nest has no decorator for. */
export function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  const roots = [
    [schema.getQueryType(), 'What can be read; a key reads its own workspace and no other.'],
    [schema.getMutationType(), 'What can be changed; each changes everything it says and stores its events with it, or changes nothing.'],
    [schema.getSubscriptionType(), 'What can be listened to, over WebSocket by graphql-transport-ws, with the key in connection_init.'],
  ] as const;
  for (const [type, description] of roots) if (type) type.description = description;
  return schema;
}

/** The schema as schema.graphql holds it, sorted so that a diff shows changes only. */
export const textOfSchema = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
