import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { newId } from '../../src/kernel/ids.js';
import { Pulse } from '../../src/platform/pulse/pulse.service.js';
import { operationsOf } from '../support/operations.js';
import { anAutomation, makeSale, send } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { callWithIds, type Call, type World } from './support/calls.js';
import { holds } from './support/seeded.js';
import { Normal, spellings, type Spelling } from './support/spelled.js';

const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const asWritten: Spelling = (value) => value;

/** Rereads the changed object by the id that the change was given. */
const LISTENERS = [
  { type: 'order.stage_changed', config: {}, field: 'order.value' },
  { type: 'order.created', config: {}, field: 'contact.name' },
  { type: 'field.changed', config: { field: 'order.name' }, field: 'order.value' },
  { type: 'field.changed', config: { field: 'contact.name' }, field: 'contact.phone' },
  { type: 'tag.assigned', config: {}, field: 'contact.name' },
  { type: 'task.completed', config: {}, field: 'contact.name' },
];

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  // The import that is begun here waits, so that what follows does not depend on how far it is.
  await server.app.get(Pulse, { strict: false }).stop();
});

afterAll(() => server.close());

/** Creates one object of every kind that has an id, and automations that listen to it. */
async function makeWorld(client: Client): Promise<World> {
  const { pipeline, contact, order, tag, task } = await makeSale(client);
  for (const { type, config, field } of LISTENERS) {
    const conditions = { logic: 'AND', conditions: [{ field, operator: 'exists' }] };
    await send(client, 'CreateAutomation', {
      input: anAutomation({
        name: type,
        trigger: { type, config },
        conditions,
        actions: [{ type: 'create_task', params: { title: type } }],
      }),
    });
  }
  const automation = await send(client, 'CreateAutomation', { input: anAutomation() });
  const ended = server.ended(client.workspaceId, 2);
  await send(client, 'MoveOrder', { id: order.id, stageId: pipeline.stages[1]!.id });
  const { execution } = (await ended).find((change) => change.execution.automationId === automation.id)!;
  const key = await client.raw<{ createApiKey: { apiKey: { id: string } } }>(
    'mutation { createApiKey(input: { name: "Another", role: VIEWER }) { apiKey { id } } }',
  );
  const field = await client.raw<{ createCustomFieldDefinition: { id: string } }>(
    'mutation { createCustomFieldDefinition(input: { entityType: CONTACT, key: "size", title: "Size", type: NUMBER }) { id } }',
  );
  const [bulkOperation, upload] = [newId(), newId()];
  await server.database.query(
    `INSERT INTO bulk_operation (workspace_id, id, kind, is_dry_run, described_as, input, starts_nothing, total, actor_type)
     VALUES ($1, $2, 'OTHER', false, 'Other', '{}', false, 1, 'system')`,
    [client.workspaceId, bulkOperation],
  );
  await server.database.query(
    `INSERT INTO bulk_source (workspace_id, id, columns, parts, completed_at) VALUES ($1, $2, '["name"]', 1, now())`,
    [client.workspaceId, upload],
  );
  return {
    bulkOperation,
    upload,
    automation: automation.id,
    apiKey: key.data.createApiKey.apiKey.id,
    pipeline: pipeline.id,
    stage: pipeline.stages[2]!.id,
    moveOrdersTo: pipeline.stages[2]!.id,
    customFieldDefinition: field.data.createCustomFieldDefinition.id,
    contact: contact.id,
    deletedContact: contact.id,
    order: order.id,
    tag: tag.id,
    task: task.id,
    entity: contact.id,
    execution: execution.id,
    event: execution.eventId,
    assignee: 'ANA',
  };
}

/** Operations that end something run last. */
const isAnEnd = ({ name }: Call) => /^(delete|revoke|merge|erase)/.test(name);

function callsIn(world: World): Call[] {
  const { query, mutation } = operationsOf(schema);
  const calls = [
    ...query.map((each) => callWithIds('query', each, world)),
    ...mutation.map((each) => callWithIds('mutation', each, world)),
  ].filter((call) => call !== undefined);
  return [...calls.filter((call) => !isAnEnd(call)), ...calls.filter(isAnEnd)];
}

const EVENTS = `
  SELECT e.type, e.entity_id, e.order_id, e.contact_id, e.payload,
    (SELECT jsonb_agg(each - 'automationId' - 'executionId' - 'definitionId' ORDER BY each ->> 'outcome', each ->> 'reason')
     FROM decision d, jsonb_array_elements(d.decisions) AS each WHERE d.event_id = e.id) AS decisions
  FROM event e WHERE e.workspace_id = $1 ORDER BY e.seq`;

/** Runs every operation that takes an id in its own world, and records the answers and the effects. */
async function play(spelling: Spelling): Promise<{ call: string; answer: unknown }[]> {
  const client = await server.client();
  const calls = callsIn(await makeWorld(client));
  const normal = new Normal();
  const story: { call: string; answer: unknown }[] = [];
  for (const { name, document, variables } of calls) {
    const { data, errors } = await client.raw(document, spelling(variables));
    await server.quiet();
    story.push({
      call: name,
      answer: normal.of({ data, errors: errors?.map(({ extensions: { code, details } }) => ({ code, details })) }),
    });
  }
  const events = await server.database.query(EVENTS, [client.workspaceId]);
  return [...story, { call: 'events', answer: events.map((event) => normal.of(event)) }];
}

it('does and answers the same in every operation that takes an id, in any spelling of the id', async () => {
  const expected = await play(asWritten);
  expect(expected.length).toBeGreaterThan(20);
  const same = fc.asyncProperty(spellings, async (spelling) => {
    expect(await play(spelling)).toEqual(expected);
  });
  await holds(same, { runs: 3, withinMs: 60_000 });
}, 360_000);
