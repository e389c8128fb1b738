import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
} from 'graphql';
import { idPlaces, takesId } from '../../support/operations.js';

type Operation = GraphQLField<unknown, unknown>;
export type World = Readonly<Record<string, string>>;

/** A document and its variables. */
export interface Call {
  name: string;
  document: string;
  variables: Record<string, unknown>;
}

/** The value of an input that is required or refers to something. */
const VALUES: Record<string, unknown> = {
  Boolean: false,
  Int: 1,
  Float: 1,
  Decimal: '1',
  String: 'Renamed',
  JSON: {},
  DateTime: '2030-01-01T00:00:00Z',
};
const NAMING = new Set(['name', 'title']);

/** A call with an id of the world in every place that takes one, required or not; undefined if there is none. */
export function callWithIds(kind: string, operation: Operation, world: World): Call | undefined {
  if (idPlaces(operation).length === 0) return undefined;
  const args = operation.args.filter((arg) => isRequiredArgument(arg) || takesId(arg.type));
  const selection = selectionOf(operation.type, kind === 'mutation' ? isOne : () => true);
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const returned = getNamedType(operation.type).name;
  const variables = Object.fromEntries(args.map(({ name, type }) => [name, valueFor(name, type, { world, returned })]));
  return {
    name: operation.name,
    document: `${kind} (${declared}) { ${operation.name}(${passed}) ${selection} }`,
    variables,
  };
}

function valueFor(name: string, type: GraphQLInputType, about: { world: World; returned: string }): unknown {
  if (isNonNullType(type)) return valueFor(name, type.ofType, about);
  if (isListType(type)) return [valueFor(name, type.ofType, about)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || NAMING.has(field.name) || takesId(field.type),
    );
    return Object.fromEntries(fields.map((field) => [field.name, valueFor(field.name, field.type, about)]));
  }
  return type.name === 'ID' ? idFor(name, about) : VALUES[type.name];
}

/** The kind of an id by its name, such as `contactId` or `upload`; a bare `id` has the kind that the operation returns. */
function idFor(name: string, { world, returned }: { world: World; returned: string }): string {
  const bare = world[name] ? name : returned.charAt(0).toLowerCase() + returned.slice(1);
  const kind = /^(\w+)Ids?$/.exec(name)?.[1] ?? bare;
  const id = world[kind];
  if (!id) throw new Error(`The world has no "${kind}" for an argument ${name}: add one`);
  return id;
}

/** Every scalar field, and the scalar fields of requested related objects. */
function selectionOf(type: GraphQLOutputType, isAskedFor: (field: Operation) => boolean, depth = 3): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const plain = fields.filter((field) => isLeafType(getNamedType(field.type))).map((field) => field.name);
  const deeper = fields.filter((field) => depth > 1 && isObjectType(getNamedType(field.type)) && isAskedFor(field));
  const beside = deeper.map((field) => `${field.name} ${selectionOf(field.type, isAskedFor, depth - 1)}`);
  return `{ ${[...plain, ...beside].join(' ')} }`;
}

/** Whether a field is a single object: lists of a changed object may not yet contain what automations created. */
const isOne = ({ type }: Operation): boolean =>
  !isListType(getNullableType(type)) && !getNamedType(type).name.endsWith('Connection');
