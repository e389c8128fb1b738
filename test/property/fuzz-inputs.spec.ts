import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { newId } from '../../src/kernel/ids.js';
import { anAutomation, makeSale, send } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { fuzzedCalls, type FuzzedCall } from './support/fuzzed-calls.js';
import { anyJson, anyText, hostileText, nested, withDepths } from './support/hostile.js';
import { holds, patience } from './support/seeded.js';

const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const CALLS_IN_ONE_WORLD = 80;
const MOST_MS = 50_000;

/** A placeholder for an id of the world in which the call is made; the number means the same in every world. */
const PLACES = [
  'automation',
  'contact',
  'order',
  'pipeline',
  'stage',
  'tag',
  'task',
  'event',
  'execution',
  'apiKey',
] as const;
const own = fc.constantFrom(...PLACES).map((place) => `own:${place}`);
const strange = fc.oneof(
  fc.constantFrom(
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    newId().toUpperCase(),
  ),
  hostileText,
);

/** Usually an id of the expected kind: `contactId` names it, and a bare `id` has the kind that the operation returns. */
function ids(of: string, name: string) {
  const kind = /^(\w+)Id$/.exec(name)?.[1] ?? of.charAt(0).toLowerCase() + of.slice(1);
  const fitting = fc
    .constantFrom(...(PLACES.some((place) => place === kind) ? [kind] : ['contact', 'order']))
    .map((place) => `own:${place}`);
  return fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: own }, { weight: 1, arbitrary: strange });
}

const condition = fc.record(
  {
    field: fc.oneof(
      fc.constantFrom('order.value', 'contact.name', 'order.stage.id', 'contact.tags', 'contact.customFields.size'),
      anyText,
    ),
    operator: anyText,
    value: anyJson,
  },
  { requiredKeys: ['field', 'operator'] },
);
const conditions = fc.oneof(
  fc.record({ logic: fc.constantFrom('AND', 'OR'), conditions: fc.array(condition, { maxLength: 4 }) }),
  fc.constantFrom(4, 5, 6, 31, 33, 3_000).map((depth) => nested('groups', depth)),
);
const params = fc.dictionary(
  fc.constantFrom(
    'tagId',
    'tagName',
    'stageId',
    'pipelineId',
    'title',
    'text',
    'url',
    'headers',
    'payload',
    'field',
    'value',
    'due',
    'name',
    'entityType',
    'language',
    'templateName',
    'parameters',
  ),
  fc.oneof(own, anyText, anyJson),
  { maxKeys: 5, noNullPrototype: true },
);
const action = fc.oneof(
  ...Object.entries({
    assign_tag: {
      tagName: fc.constantFrom('VIP', '{{ contact.name }}'),
      entityType: fc.constantFrom('contact', 'order'),
    },
    change_stage: { stageId: fc.constantFrom('own:stage', '{{ order.stage.id }}') },
    update_field: {
      field: fc.constantFrom('contact.city', 'contact.customFields.size', 'order.value'),
      value: fc.oneof(anyText, anyJson),
    },
    create_task: {
      title: fc.oneof(fc.constantFrom('Call {{ contact.name }}', '{{ contact.customFields.size }}'), anyText),
      due: fc.constantFrom('30m', '360d'),
    },
    create_order: {
      pipelineId: fc.constant('own:pipeline'),
      value: fc.oneof(fc.constantFrom('1', '{{ order.value }}'), anyText),
    },
    duplicate_order: {},
    webhook: { url: fc.constant('http://127.0.0.1:9/'), payload: anyJson },
    send_whatsapp_text: { text: fc.oneof(fc.constant('Hi {{ contact.name }}'), anyText) },
  }).map(([type, given]) =>
    fc.record({
      type: fc.constant(type),
      params: fc.record(given, { requiredKeys: Object.keys(given).slice(0, 1) as never[] }),
    }),
  ),
);
const config = fc.dictionary(
  fc.constantFrom('stageId', 'pipelineId', 'tagId', 'field', 'to', 'keywords', 'entityType', 'match'),
  fc.oneof(own, anyText, anyJson),
  { maxKeys: 3, noNullPrototype: true },
);
const customFields = fc.dictionary(
  fc.constantFrom('size', 'vip', '__proto__', 'a b', 'x'.repeat(64), 'constructor'),
  anyJson,
  { maxKeys: 4, noNullPrototype: true },
);

let server: TestServer;
let client: Client;
let world: Record<string, string>;
let calls = 0;
let underWay: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  server = await startTestServer({ RATE_LIMIT: '1000000', LOG_LEVEL: 'fatal' });
});

afterAll(async () => {
  // The last call may have been interrupted by the time limit.
  await underWay.catch(() => undefined);
  await server.close();
});

/** Creates one object of every kind, so that calls pass the first checks. */
async function enterNewWorld(): Promise<void> {
  client = await server.client();
  const { pipeline, contact, order, tag, task } = await makeSale(client);
  const automation = await send(client, 'CreateAutomation', { input: anAutomation() });
  const ended = server.ended(client.workspaceId);
  await send(client, 'MoveOrder', { id: order.id, stageId: pipeline.stages[1]!.id });
  const { execution } = (await ended).at(-1)!;
  const key = await client.raw<{ createApiKey: { apiKey: { id: string } } }>(
    'mutation { createApiKey(input: { name: "Another", role: VIEWER }) { apiKey { id } } }',
  );
  const made = {
    automation,
    contact,
    order,
    pipeline,
    stage: pipeline.stages[2]!,
    tag,
    task,
    event: { id: execution.eventId },
    execution,
    apiKey: key.data.createApiKey.apiKey,
  };
  world = Object.fromEntries(Object.entries(made).map(([place, { id }]) => [place, id]));
}

/** The request's body, with the world's ids in it. */
const bodyOf = ({ document, variables }: FuzzedCall) =>
  withDepths(JSON.stringify({ query: document, variables })).replace(
    /\bown:(\w+)/g,
    (_, place: string) => world[place]!,
  );

type Answer = { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };

async function answerTo(call: FuzzedCall): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${client.key}` };
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: bodyOf(call) });
  return (await response.json()) as Answer;
}

const CODES = new Set(['NOT_FOUND', 'INVALID_INPUT', 'CONFLICT', 'ILLEGAL_STATE']);
/** The message when no check refused a value, but Postgres did. */
const LAST_WALL = 'a value that cannot be stored';

/** Codes and messages that no input may cause. */
const wrongIn = ({ data, errors = [] }: Answer) =>
  data === undefined && errors.length === 0
    ? ['no answer']
    : errors.filter(({ message, extensions }) => !CODES.has(extensions?.code ?? '') || message.includes(LAST_WALL));

it(
  'answers no input of any kind with INTERNAL, and keeps running',
  async () => {
    const call = fuzzedCalls(schema, {
      ids,
      usual: { conditions, params, config, customFields, AutomationActionInput: action },
    });
    const answered = fc.asyncProperty(call, async (each) => {
      if (calls++ % CALLS_IN_ONE_WORLD === 0) await enterNewWorld();
      const answer = answerTo(each);
      underWay = answer;
      // An overloaded machine may fail once for any input; an error caused by the input occurs again.
      if (wrongIn(await answer).length > 0) expect(wrongIn(await answerTo(each))).toEqual([]);
    });
    await holds(answered, { runs: 1_200, withinMs: MOST_MS, unbiased: true });

    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    const failed = await server.database.query(
      `SELECT decisions FROM decision WHERE decisions::text LIKE '%DISPATCH_FAILED%'`,
    );
    expect(failed).toEqual([]);
  },
  patience(MOST_MS) + 60_000,
);
