import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { outside, type Origin } from '../../src/platform/events/origin.js';
import { ContactsService } from '../../src/crm/contacts/contacts.service.js';
import { OverdueTasks } from '../../src/crm/tasks/overdue-tasks.service.js';
import { newId } from '../../src/kernel/ids.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';

type Actor = { type: string; id: string | null; name: string | null };
type Events = { events: { edges: { node: { type: string; executionId: string | null; actor: Actor } }[] } };

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client('editor');
});

afterAll(() => server.close());

async function lastOf(type: string) {
  const { data } = await client.raw<Events>(
    `query ($type: String) { events(filter: { type: $type }, first: 1) { edges { node { type executionId actor { type id name } } } } }`,
    { type },
  );
  return data.events.edges[0]!.node;
}

const changeAs = (actor: Origin['actor']) =>
  server.app
    .get(UnitOfWork, { strict: false })
    .run(outside(client.workspaceId, actor), (work) =>
      server.app.get(ContactsService, { strict: false }).create(work, { name: 'Ana' }),
    );

const keyId = async () =>
  (
    await server.database.query<{ id: string }>(`SELECT id FROM api_key WHERE workspace_id = $1`, [client.workspaceId])
  )[0]!.id;

it('names the API key that made a change', async () => {
  await client.send('CreateContact', { input: { name: 'Ana' } });

  expect((await lastOf('contact.created')).actor).toEqual({ type: 'API_KEY', id: await keyId(), name: 'editor' });
});

it('names the person of a token, who is in no table of the product', async () => {
  const id = newId();
  await changeAs({ type: 'user', id, name: 'Maria' });

  expect((await lastOf('contact.created')).actor).toEqual({ type: 'USER', id, name: 'Maria' });
});

it('names an execution after its automation', async () => {
  const actions = [{ type: 'assign_tag', params: { tagName: 'New', entityType: 'contact' } }];
  await client.send('CreateAutomation', { input: { name: 'Welcome', trigger: { type: 'contact.created' }, actions } });
  await client.send('CreateContact', { input: { name: 'Ana' } });
  await server.ended(client.workspaceId);

  const { executionId, actor } = await lastOf('tag.assigned');
  expect(actor).toEqual({ type: 'EXECUTION', id: executionId, name: 'Welcome' });
});

it('shows only the type for the system and for a channel', async () => {
  await client.send('CreateTask', { input: { title: 'Late', dueAt: '2020-01-01T00:00:00Z' } });
  await server.app.get(OverdueTasks, { strict: false }).sweep();
  expect((await lastOf('task.overdue')).actor).toEqual({ type: 'SYSTEM', id: null, name: null });

  await changeAs({ type: 'channel', id: null });
  expect((await lastOf('contact.created')).actor).toEqual({ type: 'CHANNEL', id: null, name: null });
});

it('names the key of an event that release 0.1.0 stored without a name', async () => {
  await client.send('CreateContact', { input: { name: 'Ana' } });
  await server.database.query(`UPDATE event SET actor_name = NULL WHERE workspace_id = $1`, [client.workspaceId]);

  expect((await lastOf('contact.created')).actor).toEqual({ type: 'API_KEY', id: await keyId(), name: 'editor' });
});
