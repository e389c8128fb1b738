import { ask } from '../support/drafts.js';
import { aCustomField } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(() => server.close());

const LIST = `{ customFieldDefinitions { entityType key title type options } }`;
const SET = `mutation ($id: ID!, $fields: JSON!) { updateContact(id: $id, input: { customFields: $fields }) { customFields } }`;

async function set(fields: object) {
  const { data, errors } = await client.raw<{ updateContact: { customFields: object } | null }>(SET, {
    id: shop.contactId,
    fields,
  });
  return errors
    ? (errors[0]!.extensions.details ?? []).map(({ path, message }) => [path.join('.'), message])
    : data.updateContact!.customFields;
}

async function refused(mutation: string) {
  const { errors } = await client.raw(`mutation { ${mutation} { id } }`);
  const { message, extensions } = errors![0]!;
  return { code: extensions.code, message, paths: extensions.details?.map(({ path }) => path.join('.')) };
}

async function done(mutation: string): Promise<void> {
  const { errors } = await client.raw(`mutation { ${mutation} { id } }`);
  if (errors) throw new Error(errors[0]!.message);
}

const remove = (id: string, force = false) => `deleteCustomFieldDefinition(id: "${id}", force: ${force})`;

describe('the values of defined custom fields', () => {
  it('are stored by their types, with all mistakes reported; fields without a definition are stored unchanged', async () => {
    await aCustomField(client);
    for (const type of ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE'])
      await aCustomField(client, { key: type.toLowerCase(), title: type, type, options: null });
    await aCustomField(client, { entityType: 'ORDER', key: 'number', title: 'Of orders', type: 'TEXT', options: [] });

    expect(
      await set({ size: ' L ', text: 5, number: '0042.5', boolean: 'true', date: ' 2026-01-31 ', other: '42' }),
    ).toEqual([['input.customFields.number', 'Expected a number of at most 15 digits, such as 12.5']]);
    expect(
      await set({ size: 'L', text: 5, number: '42.50', boolean: 'true', date: ' 2026-01-31 ', other: '42' }),
    ).toEqual({
      ...{ size: 'L', text: '5', number: 42.5, boolean: true, date: '2026-01-31', other: '42' },
    });
    expect(
      await set({ size: 'XL', text: [], number: '12345678901234567.1', boolean: 'constructor', date: '2026-02-30' }),
    ).toEqual([
      ['input.customFields.size', 'Expected one of "S", "L"'],
      ['input.customFields.text', 'Expected a text'],
      ['input.customFields.number', 'Expected a number of at most 15 digits, such as 12.5'],
      ['input.customFields.boolean', 'Expected true or false'],
      ['input.customFields.date', expect.stringContaining('Expected a date')],
    ]);
    expect(await set({ size: null, number: null })).toEqual({
      text: '5',
      boolean: true,
      date: '2026-01-31',
      other: '42',
    });
    expect(await refused(`createContact(input: { name: "Bea", customFields: { size: "XL" } })`)).toMatchObject({
      code: 'INVALID_INPUT',
      paths: ['input.customFields.size'],
    });
    const input = `pipelineId: "${shop.pipelineId}", customFields: { number: {} }`;
    expect(await refused(`createOrder(input: { ${input} })`)).toMatchObject({ paths: ['input.customFields.number'] });
  });

  it('remain if they do not fit a later definition, also in copies of an order', async () => {
    const order = await shop.order({ customFields: { gift: 'maybe' } });
    const ended = server.ended(client.workspaceId);
    await shop.automate([{ type: 'duplicate_order', params: { pipelineId: shop.pipelineId } }]);
    await aCustomField(client, { entityType: 'ORDER', key: 'gift', title: 'Gift', type: 'BOOLEAN', options: null });

    await shop.move(order, 'Won');
    await ended;
    expect(await shop.executions()).toMatchObject([{ status: 'SUCCEEDED' }]);

    await done(`updateOrder(id: "${order}", input: { name: "Cups" })`);
    expect(await refused(`updateOrder(id: "${order}", input: { customFields: { gift: "maybe" } })`)).toMatchObject({
      paths: ['input.customFields.gift'],
    });
  });

  it('are checked in actions, and compared as decimals in conditions', async () => {
    await aCustomField(client, { key: 'score', title: 'Score', type: 'NUMBER', options: null });
    const trigger = { type: 'field.changed', config: { field: 'contact.customFields.score' } };
    const conditions = {
      logic: 'AND',
      conditions: [{ field: 'contact.customFields.score', operator: 'equals', value: '0.30' }],
    };
    const toText = {
      type: 'update_field',
      params: { field: 'contact.customFields.score', value: '{{ contact.name }}' },
    };
    await shop.automate([toText], { trigger, conditions });
    const ended = server.ended(client.workspaceId);

    await set({ score: '0.3' });

    const { execution } = (await ended)[0]!;
    expect(await shop.execution(execution.id)).toMatchObject({
      status: 'FAILED',
      steps: [{ attempts: 1, error: { code: 'INVALID_INPUT', message: expect.stringContaining('Expected a number') } }],
    });
  });
});

it('refuses an automation that sets a defined field to a wrong value, with its path', async () => {
  await aCustomField(client);
  const set = (value: unknown, key: string) => ({
    ...{ key, type: 'update_field' },
    params: { field: 'contact.customFields.size', value },
  });
  const { errors } = await client.answer('CreateAutomation', {
    input: {
      ...{ name: 'Resize', trigger: { type: 'contact.created' } },
      actions: [
        set('L', 'one'),
        set('XL', 'two'),
        set('{{ contact.city }}', 'three'),
        set(null, 'four'),
        {
          key: 'way',
          type: 'branch',
          arms: [{ name: 'yes', conditions: { logic: 'AND', conditions: [] }, actions: [set(1, 'five')] }],
        },
      ],
    },
  });
  expect(errors![0]!.extensions.details).toEqual([
    { path: ['actions', 1, 'params', 'value'], message: 'Expected one of "S", "L"' },
    { path: ['actions', 4, 'arms', 0, 'actions', 0, 'params', 'value'], message: 'Expected one of "S", "L"' },
  ]);
});

describe('a definition', () => {
  it('is in the catalog, with its options, as a fact of every trigger about its entity', async () => {
    await aCustomField(client);
    type Shown = {
      triggers: { type: string; facts: { path: string; type: string; title: string }[] }[];
      customFields: object[];
    };
    const { data } = await client.raw<{ catalog: Shown }>(
      `{ catalog { triggers { type facts { path type title } } customFields { key type options } } }`,
    );
    const facts = Object.fromEntries(data.catalog.triggers.map(({ type, facts }) => [type, facts]));

    expect(facts['order.created']!.filter(({ path }) => path.endsWith('.size'))).toEqual([
      { path: 'contact.customFields.size', type: 'text', title: 'Contact › Custom fields › Size' },
      { path: 'trigger.contact.customFields.size', type: 'text', title: 'As it was › Contact › Custom fields › Size' },
    ]);
    expect(data.catalog.customFields).toEqual([{ key: 'size', type: 'SELECT', options: ['S', 'L'] }]);
  });

  it('is refused with all its mistakes, or when its key is taken, and changes nothing', async () => {
    await aCustomField(client);
    const before = await stateOf(server.database);
    const options = Array.from({ length: 101 }, (_, index) => `"${index}"`).join();

    for (const [input, paths] of [
      ['key: "size", title: "Twice", type: TEXT', undefined],
      ['key: "1st", title: " ", type: TEXT', ['input.key', 'input.title']],
      ['key: "a", title: "A", type: SELECT', ['input.options']],
      ['key: "a", title: "A", type: NUMBER, options: ["1"]', ['input.options']],
      ['key: "a", title: "A", type: SELECT, options: ["1", " 1 "]', ['input.options']],
      [`key: "a", title: "A", type: SELECT, options: [${options}]`, ['input.options']],
    ] as const) {
      const answer = await refused(`createCustomFieldDefinition(input: { entityType: CONTACT, ${input} })`);
      expect(answer).toMatchObject({ code: paths ? 'INVALID_INPUT' : 'CONFLICT', ...(paths && { paths }) });
    }
    expect(await stateOf(server.database)).toBe(before);
  });

  it('can change its title at any time, but what automations use only by force, which disables them', async () => {
    const size = await aCustomField(client);
    const ofOrders = await aCustomField(client, { entityType: 'ORDER' });
    const conditions = {
      logic: 'AND',
      conditions: [{ field: 'contact.customFields.size', operator: 'equals', value: 'L' }],
    };
    const automation = await shop.automate([{ type: 'create_task', params: { title: 'Call' } }], { conditions });
    const update = (input: string, force = false) =>
      `updateCustomFieldDefinition(id: "${size}", force: ${force}, input: { ${input} })`;

    await done(update('title: "Cup size", options: ["S", "L", "XL"]'));
    for (const narrower of ['options: ["L"]', 'type: TEXT'])
      expect(await refused(update(narrower))).toMatchObject({
        code: 'CONFLICT',
        message: 'The custom field "Cup size" is used by automation "Won"',
      });
    await done(remove(ofOrders));
    await done(update('type: TEXT', true));

    const { data } = await client.raw<{ automation: { mode: string }; automationAudit: { edges: { node: object }[] } }>(
      `query ($id: ID!) { automation(id: $id) { mode } automationAudit(automationId: $id, first: 1) { edges { node { change reason } } } }`,
      { id: automation },
    );
    expect(data).toEqual({
      automation: { mode: 'OFF' },
      automationAudit: { edges: [{ node: { change: 'DISABLED', reason: 'The custom field "Cup size" was changed' } }] },
    });
    expect((await client.raw(LIST)).data).toEqual({
      customFieldDefinitions: [{ entityType: 'CONTACT', key: 'size', title: 'Cup size', type: 'TEXT', options: [] }],
    });
    expect((await shop.events('custom_field.updated')).length).toBe(2);
  });

  it.each<[string, object]>([
    [
      'a template',
      { actions: [{ type: 'create_task', params: { title: '{{ trigger.contact.customFields.size }}' } }] },
    ],
    [
      'a template with brackets',
      { actions: [{ type: 'create_task', params: { title: `{{ contact.customFields["size"] | default: "?" }}` } }] },
    ],
    [
      'an action',
      {
        actions: [{ type: 'update_field', params: { entityType: 'contact', field: 'customFields.size', value: 'L' } }],
      },
    ],
    ['a trigger', { trigger: { type: 'field.changed', config: { field: 'contact.customFields.size' } } }],
    [
      'a draft',
      { isDraft: true, actions: [{ type: 'create_task', params: { title: '{{ contact.customFields.size }}' } }] },
    ],
  ])(
    'is not deleted while %s uses it, and one with a longer name is',
    async (_, { isDraft, actions, trigger }: { isDraft?: boolean; actions?: never; trigger?: object }) => {
      const size = await aCustomField(client);
      const longer = await aCustomField(client, { key: 'size_2', title: 'Other size' });
      const task = [{ type: 'create_task', params: { title: 'Call' } }];
      const automation = await shop.automate(isDraft ? task : (actions ?? task), { trigger });
      if (isDraft) await ask(client, 'save', { id: automation, input: { actions } });

      expect((await refused(remove(size))).message).toBe(
        `The custom field "Size" is used by ${isDraft ? 'the draft of ' : ''}automation "Won"`,
      );
      await done(remove(longer));
      await done(remove(size, true));

      const { data } = await client.raw<{ automation: { enabled: boolean } }>(
        `query ($id: ID!) { automation(id: $id) { enabled } }`,
        { id: automation },
      );
      expect(data.automation.enabled).toBe(isDraft ?? false);
    },
  );
});
