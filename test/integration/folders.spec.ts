import { ask, refusal } from '../support/drafts.js';
import { anAutomation, send } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client('editor');
});

afterAll(() => server.close());

const create = async (parts: object) => (await send(client, 'CreateAutomation', { input: anAutomation(parts) })).id;
const move = (id: string, folder: string | null) => ask(client, 'update', { id, input: { folder } });
const folders = async () =>
  (await client.raw<{ automationFolders: string[] }>(`{ automationFolders }`)).data.automationFolders;

async function namesIn(folder: string): Promise<string[]> {
  const { data } = await client.raw<{ automations: { edges: { node: { name: string } }[] } }>(
    `query($folder: String) { automations(filter: { folder: $folder }) { edges { node { name } } } }`,
    { folder },
  );
  return data.automations.edges.map(({ node }) => node.name);
}

it('lists the folders of automations, and the automations in each', async () => {
  const welcome = await create({ name: 'Welcome', folder: ' New contacts ' });
  await create({ name: 'Thanks', folder: 'Sales' });
  await create({ name: 'Loose' });
  expect(await folders()).toEqual(['New contacts', 'Sales']);

  await move(welcome, 'Sales');
  expect(await folders()).toEqual(['Sales']);
  expect(await namesIn('Sales')).toEqual(['Thanks', 'Welcome']);
  expect(await namesIn('sales')).toEqual([]);
  await move(welcome, null);
  expect(await namesIn('Sales')).toEqual(['Thanks']);
  const stranger = await server.client();
  expect((await stranger.raw<{ automationFolders: string[] }>(`{ automationFolders }`)).data.automationFolders).toEqual(
    [],
  );
});

it('moves an automation without a new version but with an audit entry, and keeps the folder in a later edit', async () => {
  const id = await create({});
  expect(await move(id, 'Sales')).toMatchObject({ version: 1, folder: 'Sales' });
  expect(await ask(client, 'update', { id, input: { name: 'Renamed' } })).toMatchObject({
    version: 2,
    folder: 'Sales',
  });
  expect(await move(id, 'Sales')).toMatchObject({ version: 2 });
  await ask(client, 'save', { id, input: { name: 'Draft' } });
  expect(await ask(client, 'publish', { id })).toMatchObject({ version: 3, folder: 'Sales' });
  const copy = await send<{ id: string }>(client, 'DuplicateAutomation', { id });
  expect(await ask(client, 'automation', { id: copy.id })).toMatchObject({ folder: 'Sales' });

  type Change = { change: string; after: { folder: string | null } };
  const { data } = await client.raw<{ automationAudit: { edges: { node: Change }[] } }>(
    `{ automationAudit(automationId: "${id}") { edges { node { change after } } } }`,
  );
  expect(data.automationAudit.edges.map(({ node }) => [node.change, node.after.folder])).toEqual([
    ['PUBLISHED', 'Sales'],
    ['UPDATED', 'Sales'],
    ['MOVED', 'Sales'],
    ['CREATED', null],
  ]);
});

it.each(['', '   ', 'f'.repeat(101), 'a\u0000b'])('refuses the folder %j', async (folder) => {
  const id = await create({});
  expect(await refusal(client, 'update', { id, input: { folder } })).toMatchObject({
    code: 'INVALID_INPUT',
    details: [{ path: ['folder'] }],
  });
});
