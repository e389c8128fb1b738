import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { newId } from '../../src/kernel/ids.js';

type Change = {
  id: string;
  change: string;
  actorType: string;
  actorId: string;
  actorName: string;
  before: State | null;
  after: State | null;
  changedAt: string;
};
type State = {
  name: string;
  enabled: boolean;
  version: number;
  actions: { params: { headers?: Record<string, string>; url?: string } }[];
};
type Page = { automationAudit: { edges: { cursor: string; node: Change }[]; pageInfo: { hasNextPage: boolean } } };

const AUDIT = `query ($id: ID!, $first: Int, $after: String) {
  automationAudit(automationId: $id, first: $first, after: $after) {
    edges { cursor node { id automationId change actorType actorId actorName before after changedAt } }
    pageInfo { hasNextPage }
  }
}`;

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client('editor');
});

afterAll(() => server.close());

const audit = async (id: string) =>
  (await client.raw<Page>(AUDIT, { id })).data.automationAudit.edges.map(({ node }) => node);
const input = (more: object = {}) => ({
  name: 'Tag',
  trigger: { type: 'contact.created' },
  actions: [{ type: 'assign_tag', params: { tagName: 'New', entityType: 'contact' } }],
  ...more,
});
const create = async (more: object = {}) =>
  (await client.send<{ createAutomation: { id: string } }>('CreateAutomation', { input: input(more) })).createAutomation
    .id;

it('records who changed an automation, when, and the values before and after', async () => {
  const id = await create();
  await client.send('UpdateAutomation', { id, input: { name: 'Tag them' } });
  await client.send('SetAutomationEnabled', { id, enabled: false });
  await client.send('SetAutomationEnabled', { id, enabled: false });
  await client.send('SetAutomationEnabled', { id, enabled: true });
  await client.send('DeleteAutomation', { id });

  const changes = await audit(id);
  expect(
    changes.map(({ change, before, after }) => [
      change,
      before && [before.name, before.version, before.enabled],
      after && [after.name, after.version, after.enabled],
    ]),
  ).toEqual([
    ['DELETED', ['Tag them', 2, true], null],
    ['ENABLED', ['Tag them', 2, false], ['Tag them', 2, true]],
    ['DISABLED', ['Tag them', 2, true], ['Tag them', 2, false]],
    ['UPDATED', ['Tag', 1, true], ['Tag them', 2, true]],
    ['CREATED', null, ['Tag', 1, true]],
  ]);
  const [key] = await server.database.query<{ id: string }>(`SELECT id FROM api_key WHERE workspace_id = $1`, [
    client.workspaceId,
  ]);
  expect(new Set(changes.map(({ actorType, actorId, actorName }) => [actorType, actorId, actorName].join()))).toEqual(
    new Set([`api_key,${key!.id},editor`]),
  );
});

it('records a copy as created, and nothing for a refused change', async () => {
  const id = await create();
  const { duplicateAutomation: copy } = await client.send<{ duplicateAutomation: { id: string } }>(
    'DuplicateAutomation',
    { id },
  );
  await client.answer('UpdateAutomation', { id, input: { actions: [] } });

  expect((await audit(copy.id)).map(({ change, after }) => [change, after!.name])).toEqual([['CREATED', 'Tag (copy)']]);
  expect((await audit(id)).map(({ change }) => change)).toEqual(['CREATED']);
});

it("hides the values of a webhook's headers", async () => {
  const id = await create({
    actions: [
      { type: 'webhook', params: { url: 'https://example.org/', headers: { authorization: 'Bearer hush-hush' } } },
    ],
  });

  expect((await audit(id))[0]!.after!.actions[0]!.params).toEqual({
    url: 'https://example.org/',
    headers: { authorization: '•••' },
  });
  expect(JSON.stringify(await server.database.query(`SELECT * FROM automation_audit`))).not.toContain('hush-hush');
});

it('shows each workspace only its own changes, page by page', async () => {
  const id = await create();
  await client.send('UpdateAutomation', { id, input: { name: 'Second' } });
  const stranger = await server.client();

  expect((await stranger.raw(AUDIT, { id })).errors![0]!.extensions.code).toBe('NOT_FOUND');
  expect((await client.raw(AUDIT, { id: newId() })).errors![0]!.extensions.code).toBe('NOT_FOUND');
  const first = (await client.raw<Page>(AUDIT, { id, first: 1 })).data.automationAudit;
  const second = (await client.raw<Page>(AUDIT, { id, first: 1, after: first.edges[0]!.cursor })).data.automationAudit;
  expect([first, second].map(({ edges, pageInfo }) => [edges[0]!.node.change, pageInfo.hasNextPage])).toEqual([
    ['UPDATED', true],
    ['CREATED', false],
  ]);
});
