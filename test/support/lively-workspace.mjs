import { once } from 'node:events';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

const APP_SECRET = 'lively-app-secret';
const PHONE_NUMBER_ID = '106540352242922';
const ANA = '5511999990001';

/**
 * Fake external servers on loopback: /messages accepts every message like WhatsApp, except templates named "refused", which it
 * refuses with the first variable as the reason; /slow never answers, and the rest answers 410 with the text of `says` in the
 * address. `environment` makes the product use them.
 */
export async function startOthers() {
  let messages = 0;
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  const answer = async (request, response) => {
    const body = await textOf(request);
    const { pathname, searchParams } = new URL(request.url, 'http://others');
    if (pathname === '/slow') return;
    if (!pathname.endsWith('/messages')) {
      response.writeHead(410).end(searchParams.get('says') ?? '');
      return;
    }
    const reason = whyRefused(JSON.parse(body));
    response.writeHead(reason ? 400 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        reason ? { error: { code: 132000, message: reason } } : { messages: [{ id: `wamid.${++messages}` }] },
      ),
    );
  };
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    environment: {
      OUTBOUND_ALLOWLIST: '127.0.0.1/32',
      WHATSAPP_BASE_URL: url,
      WHATSAPP_TOKEN: 'lively-token',
      WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
      WHATSAPP_APP_SECRET: APP_SECRET,
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const whyRefused = ({ template }) =>
  template?.name === 'refused' ? template.components[0].parameters[0].text : undefined;

/**
 * Fills a demo workspace with data for every screen: executions in every state, an event that did not start an automation,
 * failures, a conversation. `send` sends a document to the API at `url` and resolves with its data; `others` is the address of the
 * servers above. Resolves with the ids of the created objects.
 */
export async function fillWorkspace({ send, url, others }) {
  const demo = await readDemo(send);
  const api = apiOf(send, demo);
  await api.automate(WELCOME);
  await api.contact({ name: 'Chiara Rossi', phone: '+39 06 5550 1001', email: 'chiara@example.com', city: 'Rome' });
  await send(FIELD, {
    input: { entityType: 'CONTACT', key: 'size', title: 'Cup size', type: 'SELECT', options: ['S', 'L'] },
  });
  const people = [];
  for (const [name, phone, city] of PEOPLE) people.push(await api.contact({ name, phone, city }));
  const orders = [];
  for (const [index, [name, value, stage]] of ORDERS.entries())
    orders.push(await api.order({ name, value, contactId: people[index % people.length], stageId: demo.stage(stage) }));

  const reminder = await api.automate(reminderOf(demo.entering('Negotiation')));
  const warehouse = await api.automate(warehouseOf(demo.entering('Won'), others));
  const thanks = demo.automation('Thank for a won order');
  const edited = await api.automate(birthdayOf());
  await editAndPause(send, edited);
  await api.move(orders[0], 'Negotiation');
  const cancelled = await api.executionOf(reminder, 'SLEEPING');
  await send(CANCEL, { id: cancelled });
  await api.executionOf(reminder, 'CANCELLED');
  await api.move(demo.order('Grinder'), 'Negotiation');
  await api.move(demo.order('Coffee for the office'), 'Won');
  const thanked = await api.executionOf(thanks, 'SUCCEEDED');
  const failed = await api.executionOf(warehouse, 'FAILED');
  await api.move(demo.order('Sample pack'), 'Won');
  await converse({ send, url, workspaceId: demo.id, contactId: demo.ana });
  await send(TASK, { input: { ...OVERDUE, contactId: demo.ana, orderId: demo.order('Coffee for the office') } });

  // The second waits for the first, which waits for an answer: both are about the same order.
  const label = await api.automate(labelOf(demo.entering('Lost'), others));
  const returned = await api.automate(returnedOf(demo.entering('New')));
  await api.move(orders[1], 'Lost');
  const running = await api.executionOf(label, 'RUNNING');
  await api.move(orders[1], 'New');
  const filter = { entityId: demo.order('Sample pack'), type: 'order.stage_changed' };
  const {
    events: { edges },
  } = await send(EVENTS, { filter });
  return {
    contact: demo.ana,
    order: demo.order('Coffee for the office'),
    event: edges[0].node.id,
    automation: thanks,
    edited,
    thanked,
    failed,
    cancelled,
    running,
    queued: await api.executionOf(returned, 'QUEUED'),
    sleeping: await api.executionOf(reminder, 'SLEEPING'),
  };
}

/** The initial content of the demo workspace, by name. */
async function readDemo(send) {
  const { me, contacts, orders, automations, pipelines } = await send(DEMO);
  const idOf = (list, name) => list.find((node) => node.name === name).id;
  const [pipeline] = nodesOf(pipelines);
  const stage = (name) => idOf(pipeline.stages, name);
  return {
    id: me.workspace.id,
    pipelineId: pipeline.id,
    ana: idOf(nodesOf(contacts), 'Ana Souza'),
    stage,
    order: (name) => idOf(nodesOf(orders), name),
    automation: (name) => idOf(nodesOf(automations), name),
    entering: (name) => ({
      type: 'order.stage_changed',
      config: { pipelineId: pipeline.id, stageId: stage(name) },
    }),
  };
}

function apiOf(send, demo) {
  return {
    automate: async (input) => (await send(AUTOMATE, { input })).createAutomation.id,
    contact: async (input) => (await send(CONTACT, { input })).createContact.id,
    order: async (input) => (await send(ORDER, { input: { pipelineId: demo.pipelineId, ...input } })).createOrder.id,
    move: (id, stage) => send(MOVE, { id, stageId: demo.stage(stage) }),
    /** An execution of an automation, once one has this status. */
    executionOf: async (automationId, status) => {
      for (;;) {
        const { executions } = await send(EXECUTIONS, { filter: { automationId, status } });
        if (executions.edges.length > 0) return executions.edges[0].node.id;
      }
    },
  };
}

/** A conversation with Ana, and WhatsApp's later status reports. */
async function converse({ send, url, workspaceId, contactId }) {
  const deliver = (value) => deliverTo(`${url}/webhooks/whatsapp/${workspaceId}`, value);
  const from = (id, message) => ({ from: ANA, id, timestamp: String(Math.floor(Date.now() / 1_000)), ...message });
  const messagesOf = async () => nodesOf((await send(MESSAGES, { contactId })).messages);
  const until = async (isIt) => {
    for (;;) if ((await messagesOf()).some(isIt)) return;
  };
  const text = { body: 'Hello! What is the price of the grinder?' };
  const image = { id: '1234567890', mime_type: 'image/jpeg', caption: 'This is the one I mean' };
  await deliver({ messages: [from('wamid.in.1', { type: 'text', text })] });
  await until(({ kind, direction }) => kind === 'TEXT' && direction === 'OUTBOUND');
  await deliver({ messages: [from('wamid.in.2', { type: 'image', image })] });
  await until(({ kind }) => kind === 'MEDIA');
  const [thanks] = (await messagesOf()).filter(({ kind }) => kind === 'TEMPLATE');
  const error = { code: 131026, title: 'Message undeliverable', error_data: { details: 'Not on WhatsApp any more' } };
  await deliver({ statuses: [{ id: thanks.providerMessageId, status: 'failed', errors: [error] }] });
  await until(({ status }) => status === 'FAILED');
}

/** Delivers to the product's webhook like WhatsApp, signed with the secret of `startOthers`. */
export async function deliverTo(address, value) {
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', ...value } };
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [change] }] });
  const signature = createHmac('sha256', APP_SECRET).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
  const answer = await fetch(address, { method: 'POST', headers, body });
  await answer.text();
  if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status}`);
}

/** Its history is then more than its beginning. */
async function editAndPause(send, id) {
  const { description, actions } = birthdayOf();
  const [tag, text] = actions;
  const later = { ...text, delay: '2h', params: { text: 'Happy birthday, {{ contact.name }}! A coffee is on us.' } };
  await send(EDIT, { id, input: { description: `${description} The text was shortened.`, actions: [tag, later] } });
  await send(ENABLE, { id, enabled: false });
  await send(SAVE, { id, input: { name: 'A present for loyal customers', actions: [tag] } });
}

const nodesOf = ({ edges }) => edges.map(({ node }) => node);

const PEOPLE = [
  ['Diego Fernández', '+34 91 555 2001', 'Madrid'],
  ['Emma Johnson', '+1 202 555 0143', 'Washington'],
  ['Farid Haddad', '+33 1 5550 3001', 'Lyon'],
];
const ORDERS = [
  ['Beans for a month', '480.00', 'New'],
  ['Espresso machine', '3200.00', 'Negotiation'],
  ['Filter papers', '24.90', 'New'],
  ['Office subscription', '1150.00', 'Negotiation'],
  ['Tasting for twelve', '360.00', 'New'],
];
const OVERDUE = { title: 'Ask Ana for her new address', priority: 'URGENT', dueAt: '2026-01-02T09:00:00Z' };

const WELCOME = {
  name: 'Welcome a new contact',
  description: 'Everybody who has a phone is greeted once.',
  trigger: { type: 'contact.created' },
  conditions: { logic: 'AND', conditions: [{ field: 'contact.phone', operator: 'exists' }] },
  actions: [
    { key: 'tag', type: 'assign_tag', params: { tagName: 'New' } },
    {
      key: 'greet',
      type: 'send_whatsapp_template',
      params: { templateName: 'welcome', language: 'en', variables: ['{{ contact.name }}'] },
    },
  ],
};

const reminderOf = (trigger) => ({
  name: 'Remind of an open offer',
  description: 'Two days after the negotiation began.',
  trigger,
  actions: [{ key: 'call', type: 'create_task', delay: '2d', params: { title: 'Call about {{ order.name }}' } }],
});

const warehouseOf = (trigger, others) => ({
  name: 'Tell the warehouse',
  description: 'What was won is packed.',
  trigger,
  actions: [
    { key: 'note', type: 'create_task', params: { title: 'Pack {{ order.name }}' } },
    {
      key: 'warehouse',
      type: 'webhook',
      params: {
        url: `${others}/orders`,
        headers: { authorization: 'Bearer warehouse-key' },
        payload: { order: '{{ order.id }}', name: '{{ order.name }}', value: '{{ order.value }}' },
      },
    },
    { key: 'done', type: 'create_task', params: { title: 'Hand {{ order.name }} to the carrier' } },
  ],
});

const labelOf = (trigger, others) => ({
  name: 'Print the return label',
  trigger,
  actions: [{ key: 'label', type: 'webhook', params: { url: `${others}/slow`, payload: { order: '{{ order.id }}' } } }],
});

const returnedOf = (trigger) => ({
  name: 'Look after what came back',
  trigger,
  actions: [{ key: 'look', type: 'create_task', params: { title: 'Ask {{ contact.name }} what changed' } }],
});

const birthdayOf = () => ({
  name: 'A present for customers who have been with us for a long time',
  description: 'A coffee for whoever became a customer.',
  folder: 'Loyal customers',
  trigger: { type: 'tag.assigned' },
  conditions: {
    logic: 'OR',
    conditions: [
      { field: 'contact.city', operator: 'equals', value: 'Rome' },
      {
        logic: 'AND',
        conditions: [
          { field: 'contact.phone', operator: 'exists' },
          { field: 'tag.name', operator: 'equals', value: 'Customer' },
        ],
      },
    ],
  },
  actions: [
    { key: 'tag', type: 'assign_tag', params: { tagName: 'Loyal' } },
    { key: 'text', type: 'send_whatsapp_text', params: { text: 'Happy birthday, dear {{ contact.name }}!' } },
  ],
});

const DEMO = `{
  me { workspace { id } }
  contacts { edges { node { id name } } }
  orders { edges { node { id name } } }
  automations { edges { node { id name } } }
  pipelines { edges { node { id stages { id name } } } }
}`;
const AUTOMATE = 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }';
const EDIT = 'mutation ($id: ID!, $input: UpdateAutomationInput!) { updateAutomation(id: $id, input: $input) { id } }';
const SAVE =
  'mutation ($id: ID!, $input: UpdateAutomationInput!) { saveAutomationDraft(id: $id, input: $input) { id } }';
const ENABLE = 'mutation ($id: ID!, $enabled: Boolean!) { setAutomationEnabled(id: $id, enabled: $enabled) { id } }';
const CONTACT = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { id } }';
const ORDER = 'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { id } }';
const FIELD =
  'mutation ($input: CreateCustomFieldDefinitionInput!) { createCustomFieldDefinition(input: $input) { id } }';
const TASK = 'mutation ($input: CreateTaskInput!) { createTask(input: $input) { id } }';
const MOVE = 'mutation ($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id } }';
const CANCEL = 'mutation ($id: ID!) { cancelExecution(id: $id) { id } }';
const EXECUTIONS = 'query ($filter: ExecutionFilter) { executions(filter: $filter) { edges { node { id } } } }';
const EVENTS = 'query ($filter: EventFilter) { events(filter: $filter) { edges { node { id } } } }';
const MESSAGES = `query ($contactId: ID!) {
  messages(contactId: $contactId) { edges { node { kind direction status providerMessageId } } }
}`;
