import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { toId } from '../../kernel/ids.js';

type Field = GraphQLField<unknown, unknown>;
type Args = Record<string, unknown>;
type Input = { name: string; type: GraphQLInputType; extensions: Readonly<Record<string, unknown>> };

/** Marks an ID input that holds an id of another system, with `@Extensions`: it is not changed. */
export const OF_ANOTHER_SYSTEM = { ofAnotherSystem: true };

/**
 * Normalizes ids in GraphQL: resolvers get every argument of type ID, also in nested inputs, in lower case, as rows, events
 * and feeds have it. A value that is not a UUID is unchanged; the service rejects it.
 */
export function readIdsInLowerCase(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) for (const field of Object.values(type.getFields()) as Field[]) readIds(field);
  }
  return schema;
}

function readIds(field: Field): void {
  if (!field.args.some((arg) => takesIds(arg))) return;
  type Resolve = GraphQLFieldResolver<unknown, unknown>;
  const read =
    (resolve: Resolve): Resolve =>
    (...[source, args, ...rest]: Parameters<Resolve>) =>
      resolve(source, lowered(args as Args, field.args), ...rest);
  if (field.resolve) field.resolve = read(field.resolve);
  if (field.subscribe) field.subscribe = read(field.subscribe);
}

function takesIds({ type, extensions }: Input, within: ReadonlySet<unknown> = new Set()): boolean {
  const named = getNamedType(type);
  if (named.name === 'ID') return !extensions.ofAnotherSystem;
  if (!isInputObjectType(named) || within.has(named)) return false;
  return Object.values(named.getFields()).some((field) => takesIds(field, new Set([...within, named])));
}

function lowered(values: Args, inputs: readonly Input[]): Args {
  const ids = inputs.filter(({ name, extensions }) => Object.hasOwn(values, name) && !extensions.ofAnotherSystem);
  return { ...values, ...Object.fromEntries(ids.map(({ name, type }) => [name, loweredAs(type, values[name])])) };
}

function loweredAs(type: GraphQLInputType, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (isNonNullType(type)) return loweredAs(type.ofType, value);
  if (isListType(type)) return Array.isArray(value) ? value.map((each) => loweredAs(type.ofType, each)) : value;
  if (isInputObjectType(type)) return lowered(value as Args, Object.values(type.getFields()));
  return type.name === 'ID' ? (toId(value) ?? value) : value;
}
