import { newId } from '../../src/kernel/ids.js';
import { answerTo, ask, refusal, type AutomationView } from '../support/drafts.js';
import { anAutomation, send } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;
let id: string;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client('editor');
  id = (await send(client, 'CreateAutomation', { input: anAutomation() })).id;
});

afterAll(() => server.close());

const save = (input: object, expectedRevision?: number | null) => ask(client, 'save', { id, input, expectedRevision });
const shown = () => ask(client, 'automation', { id });

/** A webhook with a secret, as it is sent and as it is returned. */
const call = (secret: string, url = 'https://example.org/hook') => ({
  key: 'call',
  type: 'webhook',
  params: { url, headers: { authorization: secret } },
});

describe('a draft', () => {
  it('starts from the live version, keeps omitted fields, and changes nothing live', async () => {
    const live = await shown();
    expect(live.draft).toBeNull();

    const first = await save({ name: 'Better' });
    expect(first).toMatchObject({ name: 'Won', version: 1, draft: { revision: 1, name: 'Better' } });
    expect(first.draft!.actions).toEqual(live.actions);
    expect(first.draft!.trigger).toEqual(live.trigger);

    const conditions = { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 5 }] };
    const settings = { reentry: { mode: 'ONCE' } };
    const second = await save({ conditions, settings });
    expect(second.draft).toMatchObject({ revision: 2, name: 'Better', conditions, settings });
    expect({ ...second, draft: null }).toEqual(live);
  });

  it('stores unfinished work, and reports all mistakes only when it is published', async () => {
    const unfinished = {
      name: '',
      trigger: null,
      conditions: { logic: 'XOR' },
      settings: 'later',
      actions: [
        { type: 'assign_tag' },
        { key: '1', type: 'branch', arms: [{ name: '', conditions: 7, actions: [{ type: 'stop' }] }] },
        { type: 'create_task', delay: 'soon', params: { title: '{{ order.nmae }}', dueIn: 5 } },
      ],
    };
    const { draft } = await save(unfinished);
    expect(draft).toMatchObject({
      name: '',
      trigger: null,
      conditions: { logic: 'XOR' },
      settings: 'later',
      actions: [
        { key: 'assign_tag_1', type: 'assign_tag', params: {} },
        { key: '1', type: 'branch', arms: [{ name: '', conditions: 7, actions: [{ key: 'stop_3' }] }], otherwise: [] },
        { key: 'create_task_4', delay: 'soon' },
      ],
    });

    const before = await stateOf(server.database);
    const { code, details } = await refusal(client, 'publish', { id });
    expect(code).toBe('INVALID_INPUT');
    const paths = details!.map(({ path }) => path.join('.'));
    for (const path of ['name', 'trigger', 'actions.0.params.tagId', 'actions.1.key', 'actions.2.delay', 'settings'])
      expect(paths).toContain(path);
    expect(await stateOf(server.database)).toBe(before);
  });

  it('may have no actions, or only a name', async () => {
    expect((await save({ actions: [] })).draft!.actions).toEqual([]);
    expect((await save({ actions: null })).draft!.actions).toEqual([]);
    expect((await refusal(client, 'publish', { id })).details).toMatchObject([{ path: ['actions'] }]);
  });

  it.each([
    [
      'an action of an unknown type, whose secrets nobody knows',
      { actions: [{ type: 'webhok' }] },
      ['actions', 0, 'type'],
    ],
    [
      'a param that might be a misspelt secret',
      { actions: [{ type: 'webhook', params: { Headers: { a: 'Bearer b' } } }] },
      ['actions', 0, 'params', 'Headers'],
    ],
    [
      'a secret that is not text',
      { actions: [{ type: 'webhook', params: { headers: { a: ['x', 12345678] } } }] },
      ['actions', 0, 'params', 'headers', 'a', 1],
    ],
    ['params that are not an object', { actions: [{ type: 'webhook', params: [1] }] }, ['actions', 0, 'params']],
    ['a config that is not an object', { trigger: { type: 'x', config: 'y' } }, ['trigger', 'config']],
    ['more actions than an automation may have', { actions: Array(51).fill({ type: 'stop' }) }, ['actions']],
    ['a long name', { name: 'n'.repeat(201) }, ['name']],
    ['a long description', { description: 'd'.repeat(2_001) }, ['description']],
    ['text that cannot be stored', { settings: { a: '\u0000' } }, ['settings', 'a']],
    ['a switch', { enabled: false }, ['enabled']],
    ['a folder', { folder: 'Sales' }, ['folder']],
    ['more than an automation may hold', { settings: { text: 'x'.repeat(256 * 1024) } }, []],
  ])('does not accept %s', async (_, input, path) => {
    const before = await stateOf(server.database);
    expect(await refusal(client, 'save', { id, input })).toMatchObject({ code: 'INVALID_INPUT', details: [{ path }] });
    expect(await stateOf(server.database)).toBe(before);
  });

  it('accepts everything that a client reads and sends back', async () => {
    const { enabled, folder, name, trigger, conditions, settings, actions } = await shown();
    const input = { enabled, folder, name, trigger, conditions, settings, actions };
    const { draft } = await save(input);
    expect(draft).toMatchObject({ name, trigger, conditions, actions });
  });

  it('keeps its revision when nothing changes', async () => {
    await save({ name: 'Better', actions: [call('Bearer hush-hush')] });
    expect((await save({ name: 'Better' }, 1)).draft!.revision).toBe(1);
    expect((await save({ actions: [call('•••')] }, 1)).draft!.revision).toBe(1);
    expect((await save({ actions: [call('Bearer other')] }, 1)).draft!.revision).toBe(2);
  });
});

describe('two editors', () => {
  it('detect each other: the second gets CONFLICT with the current revision, and nothing is lost', async () => {
    await save({ name: 'First' }, 0);
    const before = await stateOf(server.database);

    for (const expectedRevision of [0, 2])
      expect(await refusal(client, 'save', { id, input: { name: 'Second' }, expectedRevision })).toMatchObject({
        code: 'CONFLICT',
        revision: 1,
        details: [{ path: ['expectedRevision'] }],
      });
    expect(await refusal(client, 'publish', { id, expectedRevision: 2 })).toMatchObject({ code: 'CONFLICT' });
    expect(await refusal(client, 'discard', { id, expectedRevision: 2 })).toMatchObject({ code: 'CONFLICT' });
    expect(await refusal(client, 'restore', { id, version: 1, expectedRevision: 2 })).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await stateOf(server.database)).toBe(before);
  });

  it('share one draft when both start at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        answerTo(client, 'save', { id, input: { name: `Editor ${n}` }, expectedRevision: 0 }),
      ),
    );
    const codes = answers.map(({ errors }) => errors?.[0]!.extensions.code ?? 'saved');
    expect(codes.sort()).toEqual([...Array<string>(7).fill('CONFLICT'), 'saved']);
  });

  it('publish one of two drafts, exactly as the successful editor read it', async () => {
    await save({ name: 'Better' });
    const answers = await Promise.all([
      answerTo(client, 'publish', { id, expectedRevision: 1 }),
      answerTo(client, 'save', { id, input: { name: 'Best' }, expectedRevision: 1 }),
      answerTo(client, 'publish', { id, expectedRevision: 1 }),
    ]);

    const codes = answers.map(({ errors }) => errors?.[0]!.extensions.code ?? 'done');
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    const { version, name, draft } = await shown();
    expect([version, name, draft?.name]).toEqual(codes[1] === 'done' ? [1, 'Won', 'Best'] : [2, 'Better', undefined]);
  });

  it('do not mistake a new draft for the discarded one', async () => {
    await save({ name: 'First' });
    await ask(client, 'discard', { id });
    expect((await save({ name: 'Second' })).draft!.revision).toBe(2);
    expect(await refusal(client, 'save', { id, input: { name: 'First again' }, expectedRevision: 1 })).toMatchObject({
      code: 'CONFLICT',
      revision: 2,
    });
    await ask(client, 'discard', { id });
    const gone = await answerTo(client, 'save', { id, input: { name: 'x' }, expectedRevision: 2 });
    expect(gone.errors![0]!.message).toBe('There is no draft now, not revision 2: read it again and repeat the change');
  });
});

describe('publishing', () => {
  it('creates the next version and removes the draft', async () => {
    const action = { key: 'task', type: 'create_task', params: { title: 'Call' } };
    await save({ name: 'Better', actions: [action] });
    const published = await ask(client, 'publish', { id, expectedRevision: 1 });

    expect(published).toMatchObject({ name: 'Better', version: 2, mode: 'LIVE', draft: null, actions: [action] });
    expect(await refusal(client, 'publish', { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(client, 'publish', { id, expectedRevision: 1 })).toMatchObject({
      code: 'CONFLICT',
      revision: 0,
    });
  });

  it('creates no version from a draft that changes nothing', async () => {
    await save({});
    expect(await ask(client, 'publish', { id })).toMatchObject({ version: 1, draft: null });
  });

  it('keeps the draft when an edit is published directly', async () => {
    await save({ name: 'Draft' });
    const updated = await ask(client, 'update', { id, input: { name: 'Edited' }, expectedVersion: 1 });
    expect(updated).toMatchObject({ name: 'Edited', version: 2, draft: { name: 'Draft', revision: 1 } });
    const stale = `mutation { publishAutomation(id: "${id}", expectedVersion: 1) { id } }`;
    expect((await client.raw<unknown>(stale)).errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', version: 2 });
    expect(await ask(client, 'publish', { id })).toMatchObject({ name: 'Draft', version: 3 });
  });
});

describe('secrets', () => {
  const stored = async () =>
    JSON.stringify(
      await server.database.query(`SELECT body FROM automation_draft UNION ALL SELECT body FROM definition`),
    );

  it('are encrypted in a draft, masked when returned, and kept when the mask is sent back', async () => {
    const { draft } = await save({ actions: [call('Bearer of-the-draft')] });
    expect(draft!.actions[0]!.params.headers).toEqual({ authorization: '•••' });
    expect(await stored()).not.toContain('of-the-draft');

    await save({ name: 'Renamed', actions: [{ ...call('•••'), delay: '1m' }] });
    const published = await ask(client, 'publish', { id });
    expect(published.actions[0]!.params.headers).toEqual({ authorization: '•••' });
    expect(await stored()).not.toContain('of-the-draft');
  });

  it('are taken from the live version if the draft has none, but never for another address', async () => {
    await ask(client, 'update', { id, input: { actions: [call('Bearer live-secret')] } });
    await save({ actions: [] });
    await save({ actions: [call('•••')] });
    expect((await ask(client, 'publish', { id })).version).toBe(2);

    await save({ actions: [call('•••', 'https://evil.example.org/hook')] });
    expect(await refusal(client, 'publish', { id })).toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: ['actions', 0, 'params', 'headers', 'authorization'] }],
    });
  });

  it('are restored with an earlier version', async () => {
    await ask(client, 'update', { id, input: { actions: [call('Bearer first-secret')] } });
    await ask(client, 'update', { id, input: { actions: [{ type: 'create_task', params: { title: 'No call' } }] } });
    await ask(client, 'restore', { id, version: 2 });
    const published = await ask(client, 'publish', { id });
    expect(published).toMatchObject({ version: 4, actions: [{ params: { headers: { authorization: '•••' } } }] });
    expect(await stored()).not.toContain('first-secret');
  });
});

describe('versions', () => {
  type Version = { version: number; publishedAt: string; publishedBy: string | null; name: string } & Pick<
    AutomationView,
    'actions' | 'trigger' | 'settings'
  >;
  type Page = { edges: { node: Version }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  const VERSIONS = `query($id: ID!, $first: Int, $after: String) { automation(id: $id) { versions(first: $first, after: $after) { edges { node { version publishedAt publishedBy name trigger { type config } conditions actions { key type params delay arms otherwise } settings } } pageInfo { hasNextPage endCursor } } } }`;
  const page = async (variables: object = {}) =>
    (await client.raw<{ automation: { versions: Page } }>(VERSIONS, { id, ...variables })).data.automation.versions;

  it('are listed newest first, page by page, with who published each', async () => {
    for (const name of ['Two', 'Three']) await ask(client, 'update', { id, input: { name } });
    await save({ name: 'Four', actions: [call('Bearer hush-hush')], settings: { reentry: { mode: 'ONCE' } } });
    await ask(client, 'publish', { id });

    const first = await page({ first: 3 });
    expect(first.edges.map(({ node }) => [node.version, node.name, node.publishedBy])).toEqual([
      [4, 'Four', 'editor'],
      [3, 'Three', 'editor'],
      [2, 'Two', 'editor'],
    ]);
    expect(first.edges[0]!.node).toMatchObject({
      trigger: { type: 'order.stage_changed' },
      settings: { reentry: { mode: 'ONCE', by: 'CONTACT' } },
      actions: [{ key: 'call', params: { headers: { authorization: '•••' } } }],
    });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const last = await page({ first: 3, after: first.pageInfo.endCursor });
    expect(last.edges.map(({ node }) => node.version)).toEqual([1]);
    expect(last.pageInfo).toEqual({ hasNextPage: false, endCursor: '1' });
    expect((await page({ after: '1' })).edges).toEqual([]);
  });

  it.each(['0', '-1', '1.5', 'x', '', '99999999999', '2147483648'])('refuse the cursor %p', async (after) => {
    const { errors } = await client.raw<unknown>(VERSIONS, { id, after });
    expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: ['after'] }] });
  });

  it('are restored as a draft, replacing the existing one', async () => {
    await ask(client, 'update', { id, input: { name: 'Two', settings: { reentry: { mode: 'ONCE' } } } });
    await save({ name: 'Draft' });
    const restored = await ask(client, 'restore', { id, version: 1, expectedRevision: 1 });

    expect(restored).toMatchObject({ name: 'Two', version: 2, draft: { revision: 2, name: 'Won', settings: null } });
    expect(await ask(client, 'publish', { id })).toMatchObject({ name: 'Won', version: 3, settings: null });
    for (const version of [0, -1, 9])
      expect(await refusal(client, 'restore', { id, version })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are read for many automations, one page each', async () => {
    await send(client, 'CreateAutomation', { input: anAutomation({ name: 'Other' }) });
    await ask(client, 'update', { id, input: { name: 'Two' } });
    const { data } = await client.raw<{ automations: { edges: { node: { versions: Page; draft: null } }[] } }>(
      `{ automations { edges { node { draft { revision } versions(first: 1) { edges { node { version name } } } } } } }`,
    );
    expect(data.automations.edges.map(({ node }) => node.versions.edges.map((edge) => edge.node))).toEqual([
      [{ version: 1, name: 'Other' }],
      [{ version: 2, name: 'Two' }],
    ]);
  });
});

describe('another workspace', () => {
  it('can neither read nor change a draft or a version', async () => {
    await save({ name: 'Draft' });
    const stranger = await server.client('editor');
    const before = await stateOf(server.database);
    for (const [name, more] of [
      ['save', { input: { name: 'x' } }],
      ['publish', {}],
      ['discard', {}],
      ['restore', { version: 1 }],
      ['setMode', { mode: 'OFF' }],
    ] as const)
      expect(await refusal(stranger, name, { id, ...more })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await stateOf(server.database)).toBe(before);
    expect(await refusal(client, 'save', { id: newId(), input: {} })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('deletes a draft together with its automation', async () => {
  await save({ name: 'Draft' });
  await client.send('DeleteAutomation', { id });
  expect(await server.database.query(`SELECT FROM automation_draft WHERE automation_id = $1`, [id])).toEqual([]);
});

it('writes publishing, restoring and discarding into the audit with the replaced drafts, but no saving', async () => {
  await save({ name: 'Draft', actions: [call('Bearer hush-hush')] });
  await ask(client, 'restore', { id, version: 1 });
  await save({ name: 'Two' });
  await ask(client, 'publish', { id });
  await save({ name: 'Lost' });
  await ask(client, 'discard', { id });

  type Change = { change: string; before: { name: string } | null; after: { name: string } | null };
  const { data } = await client.raw<{ automationAudit: { edges: { node: Change }[] } }>(
    `{ automationAudit(automationId: "${id}") { edges { node { change before after } } } }`,
  );
  const changes = data.automationAudit.edges.map(({ node }) => node);
  expect(changes.map(({ change, before, after }) => [change, before?.name, after?.name])).toEqual([
    ['DISCARDED', 'Lost', undefined],
    ['PUBLISHED', 'Won', 'Two'],
    ['RESTORED', 'Draft', 'Won'],
    ['CREATED', undefined, 'Won'],
  ]);
  expect(JSON.stringify(changes)).not.toContain('hush-hush');
});
