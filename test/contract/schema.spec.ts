import { readFile } from 'node:fs/promises';
import {
  buildClientSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { textOfSchema } from '../../src/platform/schema/schema-text.js';
import { documentOf, operationNames, startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let served: GraphQLSchema;

beforeAll(async () => {
  server = await startTestServer();
  const client = await server.client('viewer');
  const { data } = await client.raw<IntrospectionQuery>(getIntrospectionQuery());
  served = buildClientSchema(data);
});

afterAll(() => server.close());

/** Every type, field or argument without a description. */
function unspoken(type: GraphQLNamedType): string[] {
  const own = type.description ? [] : [type.name];
  if (isEnumType(type))
    return [
      ...own,
      ...type
        .getValues()
        .filter(({ description }) => !description)
        .map(({ name }) => `${type.name}.${name}`),
    ];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return own;
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
    return [
      ...(field.description ? [] : [`${type.name}.${field.name}`]),
      ...args.filter(({ description }) => !description).map(({ name }) => `${type.name}.${field.name}(${name})`),
    ];
  });
  return [...own, ...parts];
}

it('serves what schema.graphql contains; run `npm run schema` to update the file', async () => {
  expect(textOfSchema(served)).toBe(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
});

it('describes every type, field, argument, input field and enum value', () => {
  const ours = Object.values(served.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );
  expect(ours.length).toBeGreaterThan(50);
  expect(ours.flatMap(unspoken)).toEqual([]);
});

it.each(operationNames)("accepts the frontend's %s exactly as it is written", (name) => {
  expect(validate(served, parse(documentOf(name)))).toEqual([]);
});
