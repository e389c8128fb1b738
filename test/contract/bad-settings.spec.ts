import { newId } from '../../src/kernel/ids.js';
import { mistakesOf } from '../support/mistakes.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
});

afterAll(() => server.close());

const open = { windows: [{ from: '09:00', to: '18:00' }] };
const stopOn = (more: object) => ({ stopWhen: [{ event: 'whatsapp.message_received', ...more }] });
const where = (field: string) => ({ logic: 'AND', conditions: [{ field, operator: 'exists' }] });
const fallback = (more: object) => ({ quietHours: { ...open, fallback: { templateName: 'hello', ...more } } });
const many = (count: number) => ({
  logic: 'AND',
  conditions: Array.from({ length: count }, (_, value) => ({ field: 'order.value', operator: 'equals', value })),
});

it.each<[string, unknown, (string | number)[], RegExp]>([
  ['a list', [], [], /expected object/],
  ['an unknown setting', { speed: 1 }, [], /speed/],
  ['an unknown mode', { reentry: { mode: 'TWICE' } }, ['reentry', 'mode'], /ONE_AT_A_TIME/],
  ['an invalid cooldown', { reentry: { cooldown: 'soon' } }, ['reentry', 'cooldown'], /a number and s, m, h or d/],
  ['too long a cooldown', { reentry: { cooldown: '366d' } }, ['reentry', 'cooldown'], /at most 365d/],
  ['an unknown event', stopOn({ event: 'x' }), ['stopWhen', 0, 'event'], /Expected the type of a trigger/],
  ['an unknown config', stopOn({ config: { x: 1 } }), ['stopWhen', 0, 'config'], /Unrecognized key: "x"/],
  [
    'a condition on what the event lacks',
    stopOn({ conditions: where('order.value') }),
    ['stopWhen', 0, 'conditions', 'conditions', 0, 'field'],
    /Unknown path/,
  ],
  ['an empty reason', stopOn({ reason: ' ' }), ['stopWhen', 0, 'reason'], /At least 1/],
  ['a placeholder in a reason', stopOn({ reason: '{{ x }}' }), ['stopWhen', 0, 'reason'], /no placeholders/],
  ['six stops', { stopWhen: Array.from({ length: 6 }, () => ({ event: 'order.created' })) }, ['stopWhen'], /At most 5/],
  [
    'a stop on a tag that does not exist',
    { stopWhen: [{ event: 'tag.assigned', config: { tagId: newId() } }] },
    ['stopWhen', 0, 'config', 'tagId'],
    /No tag with id/,
  ],
  [
    'a condition on an unknown fact',
    { onlyWhile: where('x.y') },
    ['onlyWhile', 'conditions', 0, 'field'],
    /Unknown path/,
  ],
  ['no windows', { quietHours: { windows: [] } }, ['quietHours', 'windows'], /At least one window/],
  [
    'a window without a length',
    { quietHours: { windows: [{ from: '09:00', to: '09:00' }] } },
    ['quietHours', 'windows', 0],
    /must not end when it begins/,
  ],
  [
    'a time of day that does not exist',
    { quietHours: { windows: [{ from: '24:00', to: '09:00' }] } },
    ['quietHours', 'windows', 0, 'from'],
    /such as 09:00/,
  ],
  ['an unknown time zone', { quietHours: { ...open, zone: 'Mars' } }, ['quietHours', 'zone'], /Expected a time zone/],
  [
    'a template without a name',
    fallback({ templateName: '' }),
    ['quietHours', 'fallback', 'templateName'],
    /empty|least 1/i,
  ],
  [
    'a template that reads an output',
    fallback({ variables: ['{{ steps.a.output.x }}'] }),
    ['quietHours', 'fallback', 'variables', 0],
    /Unknown path/,
  ],
  ['a throttle with the limit 0', { throttle: { limit: 0, per: '1h' } }, ['throttle', 'limit'], />=1/],
  ['a throttle over the limit', { throttle: { limit: 1_001, per: '1h' } }, ['throttle', 'limit'], /<=1000/],
  [
    'a debounce whose maximum is shorter than its quiet time',
    { debounce: { quiet: '2h', max: '1h' } },
    ['debounce'],
    /must not be shorter/,
  ],
  [
    'a throttle and a debounce',
    { throttle: { limit: 1, per: '1h' }, debounce: { quiet: '1m', max: '1h' } },
    ['debounce'],
    /either throttle or debounce/,
  ],
])('refuses %s', async (_, settings, ...[path, message]) => {
  const details = await mistakesOf(server, client, { settings });
  expect(details).toContainEqual({ path: ['settings', ...path], message: expect.stringMatching(message) });
});

it('counts the conditions in settings together with those in steps', async () => {
  const details = await mistakesOf(server, client, {
    settings: { onlyWhile: many(60), stopWhen: [{ event: 'order.created', conditions: many(41) }] },
  });
  expect(details).toEqual([{ path: ['actions'], message: expect.stringMatching(/these are 101$/) }]);
});

it('stores settings with their defaults, changes them alone, and removes them', async () => {
  const { createAutomation } = await client.send<{ createAutomation: { id: string } }>('CreateAutomation', {
    input: {
      name: 'Set',
      trigger: { type: 'order.created' },
      actions: [{ type: 'create_task', params: { title: 'Call' } }],
      settings: { reentry: { mode: 'ONCE' } },
    },
  });
  const { id } = createAutomation;
  const update = async (input: object) => {
    const { data } = await client.raw<{ updateAutomation: { version: number; settings: unknown } }>(
      'mutation ($id: ID!, $input: UpdateAutomationInput!) { updateAutomation(id: $id, input: $input) { version settings } }',
      { id, input },
    );
    return data.updateAutomation;
  };
  expect(await update({ name: 'Set again' })).toEqual({
    version: 2,
    settings: { reentry: { mode: 'ONCE', by: 'CONTACT' } },
  });
  expect(await update({ settings: { reentry: { mode: 'ONCE', by: 'CONTACT' } } })).toMatchObject({ version: 2 });
  expect(await update({ settings: null })).toEqual({ version: 3, settings: null });
});
