import { readFile } from 'node:fs/promises';
import { buildSchema, getNamedType, isInputObjectType, isNonNullType, type GraphQLArgument } from 'graphql';
import { makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));

let server: TestServer;
let client: Client;
let sale: Sale;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
});

afterAll(() => server.close());

/** A text argument of a query, or a text in its filter. */
interface Place {
  query: string;
  /** The argument, and the field within it. */
  path: string[];
  others: GraphQLArgument[];
}

/** Every place of the given scalar in the arguments of queries. */
function placesOf(scalar: string): Place[] {
  return Object.values(schema.getQueryType()!.getFields()).flatMap(({ name: query, args }) =>
    args.flatMap((arg) => {
      const type = getNamedType(arg.type);
      const others = args.filter((other) => other !== arg && isNonNullType(other.type));
      if (type.name === scalar) return [{ query, path: [arg.name], others }];
      if (!isInputObjectType(type)) return [];
      const fields = Object.values(type.getFields()).filter((field) => getNamedType(field.type).name === scalar);
      return fields.map((field) => ({ query, path: [arg.name, field.name], others }));
    }),
  );
}

/** Sends the text at this place, with the query's other required arguments. */
function ask({ query, path: [argument, field], others }: Place, text: string) {
  const value = field ? `{${field}: $text}` : '$text';
  const more = others.map(({ name }) => `${name}: "${name === 'contactId' ? sale.contact.id : sale.order.id}"`);
  return client.raw(
    `query ($text: ${field || argument !== 'id' ? typeAt([argument!, field], query) : 'ID!'}) { ${query}(${[`${argument}: ${value}`, ...more].join(', ')}) { __typename } }`,
    { text },
  );
}

function typeAt([argument, field]: (string | undefined)[], query: string): string {
  const fields = schema.getQueryType()!.getFields();
  const arg = fields[query]!.args.find(({ name }) => name === argument)!;
  const type = getNamedType(arg.type);
  return String(field && isInputObjectType(type) ? type.getFields()[field]!.type : arg.type);
}

const texts = ['\0', 'a\0b', '\ud800', 'a\udc00b'];

it.each(placesOf('String').map((place) => ({ ...place, at: place.path.join('.') })))(
  'refuses text that cannot be stored: $query $at',
  async (place) => {
    for (const text of texts) {
      const { data, errors } = await ask(place, text);
      expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['INVALID_INPUT']]);
      expect(errors![0]!.extensions.details!.map(({ path }) => path)).toEqual([place.path]);
    }
  },
);

it.each(placesOf('ID').map((place) => ({ ...place, at: place.path.join('.') })))(
  'finds nothing by an invalid id: $query $at',
  async (place) => {
    for (const text of texts) {
      const { data, errors } = await ask(place, text);
      expect(data).toBeNull();
      expect(['INVALID_INPUT', 'NOT_FOUND']).toContain(errors![0]!.extensions.code);
    }
  },
);

it('still searches by part of a name, and by any character an e-mail address may contain', async () => {
  await send(client, 'CreateContact', { input: { name: '100%_\\ Ana', email: `${'a'.repeat(300)}@example.org` } });
  const found = async (search: string) =>
    (
      await client.raw<{ contacts: { edges: object[] } }>(
        'query ($search: String) { contacts(search: $search) { edges { node { id } } } }',
        { search },
      )
    ).data.contacts.edges.length;
  expect([await found('%_\\'), await found(`${'a'.repeat(300)}@example.org`), await found('nobody')]).toEqual([
    1, 1, 0,
  ]);
});
