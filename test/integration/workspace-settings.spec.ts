import { clientOf, startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ WORKSPACE_CONCURRENCY: '7', RETENTION_DAYS: '30', RATE_LIMIT: '0' });
});

afterAll(() => server.close());

const SHOW = `{ workspace { id name timeZone currency locale whatsapp { phoneNumberId connected sender } limits retentionDays } }`;
const UPDATE = `mutation UpdateWorkspace($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { name timeZone currency locale } }`;

it('shows the workspace with what holds for it', async () => {
  const client = await server.client('viewer');
  expect((await client.raw(SHOW)).data).toEqual({
    workspace: {
      id: client.workspaceId,
      name: 'Test workspace',
      timeZone: 'UTC',
      currency: null,
      locale: null,
      whatsapp: { phoneNumberId: null, connected: false, sender: 'NONE' },
      limits: {
        maxAutomations: 500,
        maxActions: 50,
        maxCascadeDepth: 3,
        concurrentExecutions: 7,
        retentionDays: 30,
        requestsPerMinute: null,
      },
      retentionDays: 30,
    },
  });
});

it('changes what is given, and clears currency and locale', async () => {
  const client = await server.client();
  const update = async (input: object) =>
    (await client.raw<{ updateWorkspace: object }>(UPDATE, { input })).data.updateWorkspace;

  const given = { name: 'Café', timeZone: 'America/Bogota', currency: 'cop', locale: 'es-co' };
  const stored = { ...given, currency: 'COP', locale: 'es-CO' };
  expect(await update(given)).toEqual(stored);
  expect(await update({ name: 'Other', currency: 'BRL' })).toEqual({ ...stored, name: 'Other', currency: 'BRL' });
  expect(await update({ name: null, timeZone: null, currency: null, locale: null })).toEqual({
    ...stored,
    name: 'Other',
    currency: null,
    locale: null,
  });
});

it('keeps the log for the days that are given, or else for those of the server', async () => {
  const client = await server.client();
  const keep = async (retentionDays: number | null) => {
    await client.raw(UPDATE, { input: { retentionDays } });
    return (await client.raw(SHOW)).data;
  };

  expect(await keep(7)).toMatchObject({ workspace: { retentionDays: 7, limits: { retentionDays: 30 } } });
  await client.raw(UPDATE, { input: { name: 'Other' } });
  expect((await client.raw(SHOW)).data).toMatchObject({ workspace: { name: 'Other', retentionDays: 7 } });
  expect(await keep(null)).toMatchObject({ workspace: { retentionDays: 30 } });
  // A server that keeps everything for a shorter time than before.
  await server.database.query(`UPDATE workspace SET retention_days = 90 WHERE id = $1`, [client.workspaceId]);
  expect((await client.raw(SHOW)).data).toMatchObject({ workspace: { retentionDays: 30 } });
});

it('gives templates the currency', async () => {
  const client = await server.client();
  await client.raw(UPDATE, { input: { currency: 'COP', locale: 'es-CO' } });
  const { createPipeline } = await client.send<{ createPipeline: { id: string } }>('CreatePipeline', {
    input: { name: 'Sales', stages: ['New'] },
  });
  const { errors } = await client.answer('CreateAutomation', {
    input: {
      name: 'Tell',
      trigger: { type: 'order.created' },
      actions: [
        { type: 'create_task', params: { title: '{{ order.value }} {{ workspace.currency | default: "-" }}' } },
      ],
    },
  });
  expect(errors).toBeUndefined();
  const ended = server.ended(client.workspaceId);
  await client.send('CreateOrder', { input: { name: 'Beans', value: '12.50', pipelineId: createPipeline.id } });
  await ended;
  const rows = await server.database.query(`SELECT title FROM task WHERE workspace_id = $1`, [client.workspaceId]);
  expect(rows).toEqual([{ title: '12.50 COP' }]);
});

it.each([
  [{ currency: 'XYZ' }, ['currency']],
  [{ currency: '' }, ['currency']],
  [{ currency: 'COP\0' }, ['currency']],
  [{ locale: 'nonsense-but-long' }, ['locale']],
  [{ locale: 'es_CO' }, ['locale']],
  [{ locale: `es-${'x'.repeat(5_000)}` }, ['locale']],
  [{ retentionDays: 0 }, ['retentionDays']],
  [{ retentionDays: 31 }, ['retentionDays']],
  [{ name: ' ', timeZone: 'Mars', currency: 'COPS', locale: '!' }, ['name', 'timeZone', 'currency', 'locale']],
])('refuses %j', async (input, paths) => {
  const { errors } = await (await server.client()).raw(UPDATE, { input });
  expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
  expect(errors![0]!.extensions.details!.map(({ path }) => path)).toEqual(paths.map((path) => ['input', path]));
});

it('names the holders of keys, and shows assignees by name', async () => {
  const client = await server.client();
  await server.keyFor(client.workspaceId, 'editor');
  const MEMBERS = `{ members { edges { node { id type name } } } }`;
  type Members = { members: { edges: { node: { id: string; type: string; name: string } }[] } };
  const members = async (of = client) =>
    (await of.raw<Members>(MEMBERS)).data.members.edges.map(({ node }) => node).reverse();

  const [admin, editor] = await members();
  expect([admin, editor]).toMatchObject([
    { type: 'API_KEY', name: 'admin' },
    { type: 'API_KEY', name: 'editor' },
  ]);
  expect(await members(await server.client('viewer'))).toMatchObject([{ name: 'viewer' }]);

  const CREATE = `mutation ($input: CreateTaskInput!) { createTask(input: $input) { assigneeId assignee { id name } } }`;
  const assigned = async (assigneeId: string | null) =>
    (await client.raw<{ createTask: object }>(CREATE, { input: { title: 'Call', assigneeId } })).data.createTask;
  expect(await assigned(editor!.id)).toEqual({ assigneeId: editor!.id, assignee: { id: editor!.id, name: 'editor' } });
  expect(await assigned(editor!.id.toUpperCase())).toMatchObject({ assignee: { name: 'editor' } });
  expect(await assigned('somebody')).toEqual({ assigneeId: 'somebody', assignee: null });
  expect(await assigned(null)).toEqual({ assigneeId: null, assignee: null });
  const other = await server.client();
  expect(await assigned((await members(other))[0]!.id)).toMatchObject({ assignee: null });

  await client.raw(`mutation ($id: ID!) { revokeApiKey(id: $id) { id } }`, { id: editor!.id });
  expect(await members()).toEqual([admin]);
  const tasks = await clientOf(server.url, client.workspaceId, client.key).raw(
    `{ tasks(filter: { assigneeId: "${editor!.id}" }) { edges { node { assignee { name } } } } }`,
  );
  expect(tasks.data).toMatchObject({ tasks: { edges: [{ node: { assignee: { name: 'editor' } } }] } });
});
