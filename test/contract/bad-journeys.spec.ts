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

const NOBODY = newId();
const actions = (...each: object[]) => ({ actions: each });
const stop = (key: string) => ({ key, type: 'stop', params: { reason: 'Enough' } });
const task = (key: string, title = 'Call') => ({ key, type: 'create_task', params: { title } });
const arm = (name: string, value: unknown, field = 'order.value') => ({
  name,
  conditions: { logic: 'AND', conditions: [{ field, operator: 'equals', value }] },
  actions: [] as object[],
});
const branch = (parts: object) => ({ type: 'branch', ...parts });
const fork = (inArm: object[], otherwise: object[] = []) =>
  branch({ arms: [{ ...arm('a', 1), actions: inArm }], otherwise });
const forks = (depth: number): object => fork(depth === 1 ? [] : [forks(depth - 1)]);
const many = (count: number) => ({
  logic: 'AND',
  conditions: Array.from({ length: count }, (_, value) => ({ field: 'order.value', operator: 'equals', value })),
});
const waiting = (params: object) =>
  actions({ type: 'wait_for_event', params: { event: 'whatsapp.message_received', timeout: '1d', ...params } });
const until = (params: object) => actions({ type: 'wait_until', params });

it.each<[string, () => object, (string | number)[], RegExp]>([
  [
    'two steps with the same key in different arms',
    () => actions(fork([stop('a')], [stop('a')])),
    ['actions', 0, 'otherwise', 0, 'key'],
    /Action 2 already has the key "a"/,
  ],
  [
    'arms in an action that is not a branch',
    () => actions({ ...task('a'), otherwise: [] }),
    ['actions', 0, 'type'],
    /Only a branch has arms/,
  ],
  ['a branch without arms', () => actions(branch({})), ['actions', 0, 'arms'], /1 to 20 arms/],
  [
    'an arm without conditions',
    () => actions(branch({ arms: [{ name: 'a', actions: [] }] })),
    ['actions', 0, 'arms', 0, 'conditions'],
    /Required/,
  ],
  [
    'two arms with the same name',
    () => actions(branch({ arms: [arm('a', 1), arm('b', 2), arm('a', 3)] })),
    ['actions', 0, 'arms', 2, 'name'],
    /Another arm is named "a"/,
  ],
  [
    'an arm that can never be taken',
    () => actions(branch({ arms: [arm('a', 1), arm('b', 1)] })),
    ['actions', 0, 'arms', 1, 'conditions'],
    /Never taken: "a" has the same conditions/,
  ],
  [
    "an arm's condition on a step that may not have run",
    () => actions(fork([task('inner')]), task('later', '{{ steps.inner.output.taskId }}')),
    ['actions', 1, 'params', 'title'],
    /^Unknown path "steps.inner.output.taskId"/,
  ],
  [
    "a placeholder in an arm's conditions",
    () => actions(branch({ arms: [arm('a', '{{ order.value }}')] })),
    ['actions', 0, 'arms', 0, 'conditions', 'conditions', 0, 'value'],
    /no placeholders/,
  ],
  [
    'an unknown fact in an arm in an arm',
    () => actions(fork([branch({ arms: [arm('a', 1, 'order.valu')] })])),
    ['actions', 0, 'arms', 0, 'actions', 0, 'arms', 0, 'conditions', 'conditions', 0, 'field'],
    /Did you mean "order.value"/,
  ],
  [
    'branches nested 6 deep',
    () => actions(forks(6)),
    ['actions', ...Array<(string | number)[]>(5).fill([0, 'arms', 0, 'actions']).flat(), 0, 'type'],
    /5 deep/,
  ],
  [
    'more than 100 conditions in all steps',
    () => actions(...[60, 41].map((count) => branch({ arms: [{ name: 'a', conditions: many(count), actions: [] }] }))),
    ['actions'],
    /At most 100 conditions are allowed in all steps and settings; these are 101/,
  ],
  [
    'a wait without a timeout',
    () => waiting({ timeout: undefined }),
    ['actions', 0, 'params', 'timeout'],
    /a wait has a timeout/,
  ],
  ['a wait of 31 days', () => waiting({ timeout: '31d' }), ['actions', 0, 'params', 'timeout'], /at most 30d/],
  [
    'a wait for an unknown event',
    () => waiting({ event: 'order.lost' }),
    ['actions', 0, 'params', 'event'],
    /type of a trigger/,
  ],
  [
    'a wait with an unknown config',
    () => waiting({ config: { colour: 'red' } }),
    ['actions', 0, 'params', 'config'],
    /colour/,
  ],
  [
    'a wait with a condition on a fact that its event does not have',
    () => waiting({ conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'exists' }] } }),
    ['actions', 0, 'params', 'conditions', 'conditions', 0, 'field'],
    /Unknown path "order.value"/,
  ],
  [
    'a wait with a placeholder',
    () => waiting({ timeout: '{{ order.value }}d' }),
    ['actions', 0, 'params', 'timeout'],
    /no placeholders/,
  ],
  [
    'a wait for a tag that does not exist',
    () => waiting({ event: 'tag.assigned', config: { tagId: NOBODY } }),
    ['actions', 0, 'params', 'config', 'tagId'],
    /No tag with id/,
  ],
  [
    'two kinds of moment at once',
    () => until({ at: '2030-01-01', time: '09:00' }),
    ['actions', 0, 'params'],
    /either at/,
  ],
  ['no kind of moment', () => until({}), ['actions', 0, 'params'], /either at/],
  [
    'a moment in an unknown zone',
    () => until({ time: '09:00', zone: 'Mars' }),
    ['actions', 0, 'params', 'zone'],
    /time zone/,
  ],
  [
    'a stop without a reason',
    () => actions({ type: 'stop', params: {} }),
    ['actions', 0, 'params', 'reason'],
    /expected string/,
  ],
])('refuses %s', async (_, parts, ...[path, message]) => {
  const details = await mistakesOf(server, client, parts());
  expect(details).toContainEqual({ path, message: expect.stringMatching(message) });
});
