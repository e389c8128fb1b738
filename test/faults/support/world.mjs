import { createHmac } from 'node:crypto';
import { SECRETS } from './product.mjs';

/** Sends one mutation or query; throws with the answer if it fails. */
export async function graphql(url, key, { query, variables = {}, within = 10_000 }) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(within),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0];
}

const PIPELINE = 'mutation ($input: CreatePipelineInput!) { createPipeline(input: $input) { id stages { id name } } }';
export const CONTACT = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { id } }';
const TAG = 'mutation ($input: CreateTagInput!) { createTag(input: $input) { id } }';
const AUTOMATION = 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }';

export const CONTACTS = 5;
export const RUDE = ['drip', 'endless', 'silent', 'cut', 'busy', 'shaky', 'broken', 'gone'];

/** The phone number of a workspace's contact, which identifies the workspace. */
export const phoneOf = (workspace, contact) =>
  `+5511${String(workspace).padStart(4, '0')}${String(contact).padStart(5, '0')}`;
export const keyOfWorkspace = (index) => `key-of-the-fault-suite-${index}`;
export const workspaceOfPhone = (phone) => Number(phone.replace('+', '').slice(4, 8));

/** Creates the workspaces in the database, and their content through the API. */
export async function makeWorld({ query, apiUrl, hooks, count }) {
  const world = [];
  for (let index = 0; index < count; index++) {
    const id = `01900000-0000-7000-8000-${String(index + 1).padStart(12, '0')}`;
    const key = keyOfWorkspace(index);
    await query(`INSERT INTO workspace (id, name) VALUES ($1, $2)`, [id, `Workspace ${index}`]);
    const hash = createHmac('sha256', SECRETS.KEY_PEPPER).update(key).digest();
    await query(
      `INSERT INTO api_key (id, workspace_id, name, role, key_hash) VALUES (gen_random_uuid(), $1, 'load', 'admin', $2)`,
      [id, hash],
    );
    world.push({ index, id, key });
  }
  await Promise.all(world.map((workspace) => furnish(workspace, { query, apiUrl, hooks })));
  return world;
}

async function furnish(workspace, { query, apiUrl, hooks }) {
  const send = (document, input) =>
    graphql(apiUrl, workspace.key, { query: document, variables: { input }, within: 30_000 });
  const stagesOf = { cascade: ['A', 'B'], chain: ['A', 'B'], rude: RUDE };
  workspace.pipelines = {};
  for (const name of [
    'internal',
    'webhook',
    'whatsapp',
    'delay',
    'cascade',
    'chain',
    'rude',
    'poison',
    'quiet',
    'journey',
    'silence',
    'deadline',
    'single',
    'restart',
    'once',
    'debounced',
    'stopped',
  ]) {
    const { id, stages } = await send(PIPELINE, { name, stages: stagesOf[name] ?? ['New'] });
    workspace.pipelines[name] = { id, ...Object.fromEntries(stages.map((stage) => [stage.name, stage.id])) };
  }
  workspace.contacts = await Promise.all(
    Array.from(
      { length: CONTACTS },
      async (_, contact) =>
        (await send(CONTACT, { name: `Contact ${contact}`, phone: phoneOf(workspace.index, contact) })).id,
    ),
  );
  workspace.tag = (await send(TAG, { name: 'Chained' })).id;
  for (const { expect, ...input } of automationsOf(workspace, hooks)) {
    const { id } = await send(AUTOMATION, input);
    // Settings decide how many executions its events cause.
    if (input.settings) continue;
    await query(`INSERT INTO judge_expect VALUES ($1, $2, $3, $4, $5)`, [
      expect.type ?? input.trigger.type,
      workspace.id,
      expect.field,
      expect.value,
      id,
    ]);
  }
}

// Every title contains the event's id and the step's number, so an effect that happens twice has the same title twice.
const task = (step, more = {}) => ({ type: 'create_task', params: { title: `{{ event.id }}/${step}` }, ...more });
const ask = (url) => ({
  type: 'webhook',
  params: { url, payload: { marker: '{{ event.id }}/1', phone: '{{ contact.phone }}' } },
});
const wait = (timeout) => ({ type: 'wait_for_event', params: { event: 'whatsapp.message_received', timeout } });
const hook = (url, step, more = {}) => ({
  type: 'webhook',
  params: { url, payload: { marker: `{{ event.id }}/${step}` } },
  ...more,
});

const SETTINGS = {
  single: { reentry: { mode: 'ONE_AT_A_TIME' } },
  restart: { reentry: { mode: 'RESTART' } },
  once: { reentry: { mode: 'ONCE' } },
  debounced: { debounce: { quiet: '1s', max: '3s' } },
  stopped: { stopWhen: [{ event: 'whatsapp.message_received' }] },
};

function automationsOf({ pipelines: p, tag }, hooks) {
  const created = (name) => ({
    trigger: { type: 'order.created', config: { pipelineId: p[name].id } },
    expect: { field: 'pipelineId', value: p[name].id },
  });
  const moved = (name, stage) => ({
    trigger: { type: 'order.stage_changed', config: { pipelineId: p[name].id, stageId: p[name][stage] } },
    expect: { field: 'toStageId', value: p[name][stage] },
  });
  return [
    {
      name: 'internal',
      ...created('internal'),
      actions: [
        task(0),
        { type: 'assign_tag', params: { tagName: 'Seen', entityType: 'order' } },
        { type: 'update_field', params: { field: 'order.description', value: 'touched by {{ event.id }}' } },
        { type: 'create_order', params: { pipelineId: p.quiet.id, name: 'copy {{ event.id }}', value: '1' } },
        task(4),
      ],
    },
    { name: 'webhook', ...created('webhook'), actions: [task(0), hook(`${hooks}/ok`, 1), task(2)] },
    {
      name: 'whatsapp',
      ...created('whatsapp'),
      actions: [
        task(0),
        { type: 'send_whatsapp_template', params: { templateName: 'hello', variables: ['{{ event.id }}'] } },
        task(2),
      ],
    },
    {
      name: 'delay',
      ...created('delay'),
      actions: [task(0), task(1, { delay: '1s' }), hook(`${hooks}/ok`, 2, { delay: '2s' }), task(3, { delay: '1s' })],
    },
    {
      name: 'to A',
      ...moved('cascade', 'B'),
      actions: [{ type: 'change_stage', params: { stageId: p.cascade.A } }, task(1)],
    },
    {
      name: 'to B',
      ...moved('cascade', 'A'),
      actions: [{ type: 'change_stage', params: { stageId: p.cascade.B } }, task(1)],
    },
    {
      name: 'chain 1',
      ...created('chain'),
      actions: [{ type: 'change_stage', params: { stageId: p.chain.B } }, task(1)],
    },
    {
      name: 'chain 2',
      ...moved('chain', 'B'),
      actions: [{ type: 'assign_tag', params: { tagId: tag, entityType: 'order' } }, task(1)],
    },
    {
      name: 'chain 3',
      trigger: { type: 'tag.assigned', config: { tagId: tag } },
      expect: { field: 'tagId', value: tag },
      actions: [task(0)],
    },
    {
      name: 'answer',
      trigger: { type: 'whatsapp.keyword_match', config: { keywords: ['price', 'list'] } },
      expect: { type: 'whatsapp.message_received', field: 'channel', value: 'price' },
      actions: [task(0)],
    },
    { name: 'journey', ...created('journey'), actions: [task(0), ask(`${hooks}/reply`), wait('1d'), task(3)] },
    { name: 'deadline', ...created('deadline'), actions: [task(0), ask(`${hooks}/late`), wait('2s'), task(3)] },
    { name: 'silence', ...created('silence'), actions: [task(0), wait('2s'), task(2)] },
    ...Object.entries(SETTINGS).map(([name, settings]) => ({
      name,
      ...created(name),
      settings,
      actions:
        name === 'stopped'
          ? [task(0), ask(`${hooks}/reply`), task(2, { delay: '1d' })]
          : [task(0), task(1, { delay: '1s' })],
    })),
    { name: 'poison', ...created('poison'), actions: [task(0), hook(`${hooks}/poison`, 1), task(2)] },
    ...RUDE.map((manner) => ({
      name: `rude ${manner}`,
      trigger: { type: 'order.created', config: { pipelineId: p.rude.id, stageId: p.rude[manner] } },
      expect: { field: 'stageId', value: p.rude[manner] },
      actions: [task(0), hook(`${hooks}/${manner}`, 1), task(2)],
    })),
  ];
}
