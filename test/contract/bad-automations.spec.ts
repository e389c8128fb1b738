import { newId } from '../../src/kernel/ids.js';
import { mistakesOf } from '../support/mistakes.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;
let sale: Sale;
let strangers: Sale;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
  strangers = await makeSale(await server.client());
});

afterAll(() => server.close());

const mistakesIn = (parts: object) => mistakesOf(server, client, parts);

const actions = (...each: object[]) => ({
  actions: each.map((part) => ({ type: 'assign_tag', params: { tagName: 'A' }, ...part })),
});
const condition = (part: object) => ({
  conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 1, ...part }] },
});
const trigger = (config: object, type = 'order.stage_changed') => ({ trigger: { type, config } });
const title = (text: string, ...others: object[]) =>
  actions({ type: 'create_task', params: { title: text } }, ...others);

const field = (name: string, value: unknown) => actions({ type: 'update_field', params: { field: name, value } });

const nested = (depth: number): object => ({ logic: 'OR', conditions: depth === 1 ? [] : [nested(depth - 1)] });
const many = (count: number) => ({
  logic: 'AND',
  conditions: Array.from({ length: count }, () => ({ field: 'order.value', operator: 'gt', value: 1 })),
});

it.each<[string, () => object, (string | number)[], RegExp]>([
  [
    'an unknown trigger',
    () => ({ trigger: { type: 'order.exploded' } }),
    ['trigger', 'type'],
    /Unknown trigger "order\.exploded"\. Known: .*order\.created/,
  ],
  ['an unknown key of a config', () => trigger({ color: 'red' }), ['trigger', 'config'], /color/],
  [
    'a config that is not an object',
    () => ({ trigger: { type: 'order.stage_changed', config: [1] } }),
    ['trigger', 'config'],
    /expected object/i,
  ],
  ['a malformed id in a config', () => trigger({ stageId: 'nonsense' }), ['trigger', 'config', 'stageId'], /UUID/],
  [
    'an empty list of keywords',
    () => trigger({ keywords: [] }, 'whatsapp.keyword_match'),
    ['trigger', 'config', 'keywords'],
    /At least one keyword/,
  ],
  [
    'no keywords',
    () => trigger({}, 'whatsapp.keyword_match'),
    ['trigger', 'config', 'keywords'],
    /expected array|Required/,
  ],
  [
    '51 keywords',
    () => trigger({ keywords: Array(51).fill('a') }, 'whatsapp.keyword_match'),
    ['trigger', 'config', 'keywords'],
    /At most 50/,
  ],
  [
    'an unknown operator',
    () => condition({ operator: 'resembles' }),
    ['conditions', 'conditions', 0, 'operator'],
    /Unknown operator "resembles"\..*Known: .*equals/,
  ],
  [
    'an unknown path in a condition',
    () => condition({ field: 'order.valeu' }),
    ['conditions', 'conditions', 0, 'field'],
    /Unknown path "order\.valeu"\..*order\.value/,
  ],
  ['an unknown key of a condition', () => condition({ negate: true }), ['conditions', 'conditions', 0], /negate/],
  [
    'another logic than AND and OR',
    () => ({ conditions: { logic: 'XOR', conditions: [] } }),
    ['conditions', 'logic'],
    /"AND" or "OR"/,
  ],
  ['conditions that are not a group', () => ({ conditions: 'always' }), ['conditions'], /object/],
  [
    'conditions nested 6 deep',
    () => ({ conditions: nested(6) }),
    ['conditions', ...Array(5).fill(['conditions', 0]).flat()],
    /5 deep/,
  ],
  ['101 conditions', () => ({ conditions: many(101) }), ['conditions'], /At most 100 conditions.* 101/],
  ['no action', () => ({ actions: [] }), ['actions'], /1 to 50 actions; this one has 0/],
  ['51 actions', () => actions(...Array(51).fill({})), ['actions'], /1 to 50 actions; this one has 51/],
  [
    'an unknown action',
    () => actions({ type: 'asign_tag' }),
    ['actions', 0, 'type'],
    /Unknown action "asign_tag"\..*Known: .*assign_tag/,
  ],
  [
    'two actions with the same key',
    () => actions({ key: 'a' }, { key: 'a' }),
    ['actions', 1, 'key'],
    /Action 1 already has the key "a"/,
  ],
  ['a key that templates cannot refer to', () => actions({ key: 'a-b' }), ['actions', 0, 'key'], /letters, digits/],
  ['an unknown param', () => actions({ params: { tagName: 'A', colour: 'red' } }), ['actions', 0, 'params'], /colour/],
  [
    'a missing param',
    () => actions({ type: 'create_task', params: {} }),
    ['actions', 0, 'params', 'title'],
    /Required/,
  ],
  [
    'both of two params that exclude each other',
    () => actions({ params: {} }),
    ['actions', 0, 'params', 'tagId'],
    /one of the two/,
  ],
  [
    'a webhook to a file',
    () => actions({ type: 'webhook', params: { url: 'file:///etc/passwd' } }),
    ['actions', 0, 'params', 'url'],
    /http or https/,
  ],
  [
    'a webhook without an address',
    () => actions({ type: 'webhook', params: { url: 'example.org' } }),
    ['actions', 0, 'params', 'url'],
    /http or https/,
  ],
  [
    'a webhook with a password alone in its address',
    () => actions({ type: 'webhook', params: { url: 'https://:b@example.org' } }),
    ['actions', 0, 'params', 'url'],
    /header/,
  ],
  [
    'a webhook with credentials before a placeholder',
    () => actions({ type: 'webhook', params: { url: 'https://:b@{{ contact.city }}.test' } }),
    ['actions', 0, 'params', 'url'],
    /header/,
  ],
  [
    'a webhook with a placeholder for its user',
    () => actions({ type: 'webhook', params: { url: 'https://{{ contact.name }}@example.org' } }),
    ['actions', 0, 'params', 'url'],
    /header/,
  ],
  [
    'a header twice, in two spellings',
    () =>
      actions({
        type: 'webhook',
        params: { url: 'https://example.org', headers: { authorization: 'a', AUTHORIZATION: 'b' } },
      }),
    ['actions', 0, 'params', 'headers', 'AUTHORIZATION'],
    /already/,
  ],
  [
    "one of the engine's headers with a placeholder in it",
    () => actions({ type: 'webhook', params: { url: 'https://example.org', headers: { Host: '{{ contact.city }}' } } }),
    ['actions', 0, 'params', 'headers', 'Host'],
    /set by the engine/,
  ],
  [
    'a header without a good name, with a placeholder in it',
    () =>
      actions({ type: 'webhook', params: { url: 'https://example.org', headers: { 'a b': '{{ contact.city }}' } } }),
    ['actions', 0, 'params', 'headers', 'a b'],
    /name of a header/,
  ],
  [
    'a webhook with credentials in its address',
    () => actions({ type: 'webhook', params: { url: 'https://a:b@example.org' } }),
    ['actions', 0, 'params', 'url'],
    /header/,
  ],
  [
    'a template with a syntax error',
    () => title('Hi {{ contact.name'),
    ['actions', 0, 'params', 'title'],
    /not closed/,
  ],
  [
    'a template with an unknown filter',
    () => title('{{ contact.name | shout }}'),
    ['actions', 0, 'params', 'title'],
    /shout/,
  ],
  [
    'an unknown path beside an unknown filter',
    () => title('{{ contact.name | shout }} {{ contact.nmae }}'),
    ['actions', 0, 'params', 'title'],
    /Unknown path "contact\.nmae"/,
  ],
  ['a template that reads a file', () => title('{% include "a" %}'), ['actions', 0, 'params', 'title'], /include/],
  [
    'an unknown path in a template, naming known ones',
    () => title('{{ contact.nmae }}'),
    ['actions', 0, 'params', 'title'],
    /Unknown path "contact\.nmae"\. Did you mean "contact\.name"\? Known: .*contact\.phone/,
  ],
  [
    'a path of a later action',
    () => title('{{ steps.later.output.tagName }}', { key: 'later' }),
    ['actions', 0, 'params', 'title'],
    /Unknown path "steps\.later\.output\.tagName"/,
  ],
  [
    'a path of the action itself',
    () => actions({ key: 'own', type: 'create_task', params: { title: '{{ steps.own.output.taskId }}' } }),
    ['actions', 0, 'params', 'title'],
    /^Unknown path "steps\.own\.output\.taskId": there are no earlier actions$/,
  ],
  [
    'an output that an action does not have',
    () => ({
      actions: [
        { key: 'a', type: 'assign_tag', params: { tagName: 'A' } },
        { type: 'create_task', params: { title: '{{ steps.a.output.colour }}' } },
      ],
    }),
    ['actions', 1, 'params', 'title'],
    /Known: .*steps\.a\.output\.tagName/,
  ],
  [
    'an order moved when contacts are made',
    () => ({
      ...trigger({}, 'contact.created'),
      ...actions({ type: 'change_stage', params: { stageId: sale.pipeline.stages[0]!.id } }),
    }),
    ['actions', 0, 'type'],
    /requires an order/,
  ],
  [
    'an order duplicated for a message',
    () => ({ ...trigger({}, 'whatsapp.message_received'), ...actions({ type: 'duplicate_order', params: {} }) }),
    ['actions', 0, 'type'],
    /requires an order/,
  ],
  [
    'copied items without an order',
    () => ({
      ...trigger({}, 'contact.created'),
      ...actions({ type: 'create_order', params: { pipelineId: sale.pipeline.id, copyItems: true } }),
    }),
    ['actions', 0, 'type'],
    /requires an order/,
  ],
  [
    'a tag for an order where there is none',
    () => ({ ...trigger({}, 'contact.created'), ...actions({ params: { tagName: 'A', entityType: 'order' } }) }),
    ['actions', 0, 'type'],
    /requires an order/,
  ],
  [
    'a field of an order where there is none',
    () => ({
      ...trigger({}, 'contact.created'),
      ...actions({ type: 'update_field', params: { field: 'order.name', value: 'A' } }),
    }),
    ['actions', 0, 'type'],
    /requires an order/,
  ],
  [
    'a field that does not exist',
    () => field('colour', 'red'),
    ['actions', 0, 'params', 'field'],
    /Unknown field "colour"/,
  ],
  [
    'a field that an order does not have',
    () => field('order.city', 'Rio'),
    ['actions', 0, 'params', 'field'],
    /Unknown field "order\.city" of order\. Known: .*value/,
  ],
  [
    'a field that cannot be set',
    () => field('order.stage.name', 'Won'),
    ['actions', 0, 'params', 'field'],
    /Unknown field/,
  ],
  [
    "a value that does not fit the field's type",
    () => field('order.value', 'much'),
    ['actions', 0, 'params', 'value'],
    /amount/,
  ],
  [
    'an order without a value',
    () => actions({ type: 'create_order', params: { pipelineId: sale.pipeline.id, value: 'much' } }),
    ['actions', 0, 'params', 'value'],
    /amount/,
  ],
  [
    'a placeholder in a condition',
    () => condition({ value: '{{ order.value }}' }),
    ['conditions', 'conditions', 0, 'value'],
    /no placeholders/,
  ],
  ['a name that is empty', () => ({ name: '  ' }), ['name'], /1 to 200/],
  ['a name of 201 characters', () => ({ name: 'x'.repeat(201) }), ['name'], /1 to 200/],
  ['a description of 2001 characters', () => ({ description: 'x'.repeat(2001) }), ['description'], /2000/],
  ['an automation over 256 KiB', () => title('x'.repeat(256 * 1024)), [], /at most 262144/],
])('refuses %s', async (_, parts, ...[path, message]) => {
  const details = await mistakesIn(parts());
  expect(details).toContainEqual({ path, message: expect.stringMatching(message) });
});

it('lists 50 mistakes and counts the rest, in an answer that is smaller than the request', async () => {
  const unknown = Array.from({ length: 900 }, (_, index) => `{{ contact.nmae${index} }}`).join('');
  const details = await mistakesIn(title(unknown));
  expect(details).toHaveLength(51);
  expect(details[0]!.message).toMatch(/Unknown path "contact\.nmae0"\. Did you mean "contact\.name"/);
  expect(details.at(-1)).toEqual({ path: [], message: 'and 850 more' });
});

it.each([
  [
    'an automation',
    title(Array(23_100).fill('{{ contact.nmae }}').join('')),
    [{ path: [], message: expect.stringMatching(/at most 262144/) }],
  ],
  [
    'its placeholders',
    actions(...Array(10).fill({ type: 'create_task', params: { title: '{{x}}'.repeat(500) } })),
    [{ path: ['actions'], message: expect.stringMatching(/are 5000; at most 1000/) }],
  ],
  [
    'what they say',
    title(`{{ x${' | default: 1'.repeat(3_000)} }}`),
    [{ path: ['actions'], message: expect.stringMatching(/characters; at most 32768/) }],
  ],
  [
    'a text',
    title(`{{ nmae }}${'x'.repeat(64 * 1024)}`),
    [{ path: ['actions', 0, 'params', 'title'], message: expect.stringMatching(/at most 65536/) }],
  ],
])('checks the size of %s before anything else', async (_, parts, details) =>
  expect(await mistakesIn(parts)).toEqual(details),
);

it('reports an empty name, trigger and list of actions together', async () => {
  const { id } = await send(client, 'CreateAutomation', { input: anAutomation() });
  const { errors } = await client.answer('UpdateAutomation', {
    id,
    input: { name: null, trigger: null, actions: null },
  });
  expect(errors![0]!.extensions).toMatchObject({
    code: 'INVALID_INPUT',
    details: [{ path: ['name'] }, { path: ['trigger'] }, { path: ['actions'] }],
  });
});

it('treats null as an omitted value', async () => {
  const parts = {
    ...trigger({ stageId: null }),
    ...actions(
      { params: { tagName: 'A', tagId: null } },
      { type: 'update_field', params: { field: 'order.description', value: null } },
    ),
  };
  const automation = await send(client, 'CreateAutomation', { input: anAutomation(parts) });
  expect(automation).toHaveProperty('trigger.config', {});
  expect(automation).toHaveProperty(['actions', 0, 'params'], { tagName: 'A' });
  expect(automation).toHaveProperty(['actions', 1, 'params'], { field: 'order.description', value: null });
});

it('accepts what can only be checked at run time', async () => {
  const parts = {
    ...trigger({}, 'tag.assigned'),
    ...actions(
      { type: 'duplicate_order', params: {} },
      { type: 'update_field', params: { field: '{{ contact.name }}', value: 1 } },
      { type: 'update_field', params: { field: 'order.value', value: '{{ order.value }}' } },
    ),
  };
  expect(await send(client, 'CreateAutomation', { input: anAutomation(parts) })).toMatchObject({ version: 1 });
});

it.each(['5 parsecs', '-5m', '31d', '', '5', 'm', '1.5h', '721h', '1e3s'])(
  'refuses the delay "%s", or uses none if it is empty',
  async (delay) => {
    if (delay === '')
      return expect(await send(client, 'CreateAutomation', { input: anAutomation(actions({ delay })) })).toMatchObject({
        actions: [{ delay: null }],
      });
    expect(await mistakesIn(actions({ delay }))).toEqual([
      { path: ['actions', 0, 'delay'], message: expect.stringMatching(/30s|at most 30d/) },
    ]);
  },
);

it('accepts values exactly at the limits', async () => {
  const parts = { name: 'x'.repeat(200), conditions: many(100), ...actions(...Array(20).fill({ delay: '30d' })) };
  expect(await send(client, 'CreateAutomation', { input: anAutomation(parts) })).toMatchObject({ version: 1 });
  expect(await send(client, 'CreateAutomation', { input: anAutomation({ conditions: nested(5) }) })).toMatchObject({
    version: 1,
  });
});

describe('a reference', () => {
  const inAction = (params: object, type = 'change_stage') => actions({ type, params });
  it.each<[string, () => object, (string | number)[], RegExp]>([
    [
      'an unknown pipeline',
      () => trigger({ pipelineId: newId() }),
      ['trigger', 'config', 'pipelineId'],
      /No pipeline with id/,
    ],
    ['an unknown stage', () => trigger({ stageId: newId() }), ['trigger', 'config', 'stageId'], /No stage with id/],
    [
      'an unknown tag',
      () => trigger({ tagId: newId() }, 'tag.assigned'),
      ['trigger', 'config', 'tagId'],
      /No tag with id/,
    ],
    [
      'a stage of another pipeline',
      () => trigger({ pipelineId: sale.pipeline.id, stageId: sale.elsewhere.stages[0]!.id }),
      ['trigger', 'config', 'stageId'],
      /another pipeline/,
    ],
    [
      'an unknown stage in an action',
      () => inAction({ stageId: newId() }),
      ['actions', 0, 'params', 'stageId'],
      /No stage with id/,
    ],
    [
      'a stage of another pipeline in an action',
      () => inAction({ pipelineId: sale.pipeline.id, stageId: sale.elsewhere.stages[0]!.id }),
      ['actions', 0, 'params', 'stageId'],
      /another pipeline/,
    ],
    [
      "another workspace's pipeline",
      () => trigger({ pipelineId: strangers.pipeline.id }),
      ['trigger', 'config', 'pipelineId'],
      /No pipeline with id/,
    ],
    [
      "another workspace's stage",
      () => trigger({ stageId: strangers.pipeline.stages[0]!.id }),
      ['trigger', 'config', 'stageId'],
      /No stage with id/,
    ],
    [
      "another workspace's former stage",
      () => trigger({ fromStageId: strangers.pipeline.stages[0]!.id }),
      ['trigger', 'config', 'fromStageId'],
      /No stage with id/,
    ],
    [
      "another workspace's tag",
      () => trigger({ tagId: strangers.tag.id }, 'tag.removed'),
      ['trigger', 'config', 'tagId'],
      /No tag with id/,
    ],
    [
      "another workspace's tag in an action",
      () => inAction({ tagId: strangers.tag.id }, 'remove_tag'),
      ['actions', 0, 'params', 'tagId'],
      /No tag with id/,
    ],
    [
      "another workspace's pipeline in an action",
      () => inAction({ pipelineId: strangers.pipeline.id }, 'create_order'),
      ['actions', 0, 'params', 'pipelineId'],
      /No pipeline with id/,
    ],
    [
      "another workspace's stage in an action",
      () => inAction({ stageId: strangers.pipeline.stages[0]!.id }, 'duplicate_order'),
      ['actions', 0, 'params', 'stageId'],
      /No stage with id/,
    ],
    [
      "a tag's id as a stage",
      () => trigger({ stageId: sale.tag.id }),
      ['trigger', 'config', 'stageId'],
      /No stage with id/,
    ],
  ])('to %s is refused with its path', async (_, parts, ...[path, message]) => {
    expect(await mistakesIn(parts())).toEqual([{ path, message: expect.stringMatching(message) }]);
  });
});

it('reports all mistakes together, each with its path', async () => {
  const details = await mistakesIn({
    name: '',
    ...trigger({ stageId: newId() }),
    ...condition({ field: 'order.nothing', operator: 'resembles' }),
    ...actions(
      { delay: 'soon', params: { tagName: '{{ contact.nmae }}' } },
      { type: 'nonsense' },
      { type: 'change_stage', params: { stageId: newId() } },
      { type: 'create_task', params: {} },
    ),
  });
  expect(details.map(({ path }) => path.join('.')).sort()).toEqual([
    'actions.0.delay',
    'actions.0.params.tagName',
    'actions.1.type',
    'actions.2.params.stageId',
    'actions.3.params.title',
    'conditions.conditions.0.field',
    'conditions.conditions.0.operator',
    'name',
    'trigger.config.stageId',
  ]);
});

it.each<[string, () => object, (string | number)[]]>([
  ['its name', () => ({ name: 'a\0b' }), ['name']],
  ['its description', () => ({ description: 'a\0b' }), ['description']],
  ['a param', () => actions({ params: { tagName: 'a\0b' } }), ['actions', 0, 'params', 'tagName']],
  [
    'a param, where half a character stands',
    () => actions({ params: { tagName: 'a\ud800b' } }),
    ['actions', 0, 'params', 'tagName'],
  ],
  ['a condition', () => condition({ operator: 'equals', value: 'a\0b' }), ['conditions', 'conditions', 0, 'value']],
  ['a config', () => trigger({ keywords: ['a\0b'] }, 'whatsapp.keyword_match'), ['trigger', 'config', 'keywords', 0]],
])('refuses text that Postgres cannot store in %s', async (_, parts, path) => {
  expect(await mistakesIn(parts())).toContainEqual({ path, message: 'Contains a character that cannot be stored' });
});
