import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

type Operation = GraphQLField<unknown, unknown>;

/** Every field of Query and Mutation. */
export const operationsOf = (schema: GraphQLSchema) => ({
  query: Object.values(schema.getQueryType()!.getFields()) as Operation[],
  mutation: Object.values(schema.getMutationType()!.getFields()) as Operation[],
});

/** Whether an input of this type holds an id. */
export const takesId = (type: GraphQLInputType): boolean => idsIn(type, '').length > 0;

/** Every argument path of an operation that takes an id, such as `assignTag(input.tagId)`. */
export function idPlaces({ name, args }: Operation): string[] {
  return args.flatMap((arg) => idsIn(arg.type, arg.name).map((place) => `${name}(${place})`));
}

// Types that contain themselves, such as actions in the arms of a branch, are entered once.
function idsIn(type: GraphQLInputType, place: string, within: readonly string[] = []): string[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [place];
  if (!isInputObjectType(named) || within.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    idsIn(field.type, `${place}.${field.name}`, [...within, named.name]),
  );
}

/** A document of one operation with a value for every required argument; valid, but meaningless. */
export function senselessDocument(kind: 'query' | 'mutation', { name, args, type }: Operation): string {
  const given = args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${literal(arg.type)}`);
  return `${kind} { ${name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${isCompositeType(getNamedType(type)) ? '{ __typename }' : ''} }`;
}

function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return '[]';
  if (isInputObjectType(type))
    return `{ ${Object.values(type.getFields())
      .filter(isRequiredInputField)
      .map((field) => `${field.name}: ${literal(field.type)}`)
      .join(', ')} }`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  return (
    { Boolean: 'true', Int: '1', Float: '1', Decimal: '"1"', DateTime: '"2026-01-01T00:00:00Z"' }[type.name] ?? '"x"'
  );
}
