import { deliverTo } from './lively-workspace.mjs';

/** Code that would run if any of the texts were treated as markup. */
const RUN = 'wasRun=1';
const MARKUP = `<img src=x onerror="${RUN}">"><script>${RUN}</script>`;
const LINK = `javascript:${RUN}`;

/** All texts of a workspace with markup: its names, and the text each screen must show. */
export interface MarkupIds {
  order: string;
  automation: string;
  key: string;
  screens: [path: string, shown: string][];
}

interface Given {
  send: <Data>(document: string, variables?: object) => Promise<Data>;
  url: string;
  others: string;
}
type Created<Name extends string> = Record<Name, { id: string }>;
interface Demo {
  me: { workspace: { id: string } };
  pipelines: { edges: { node: { id: string; stages: { id: string; name: string }[] } }[] };
}
interface Found {
  executions: { edges: { node: { id: string } }[] };
  events: { edges: { node: { id: string } }[] };
}

/** Fills a demo workspace with texts that would run if they were treated as markup. */
export async function fillWithMarkup({ send, url, others }: Given): Promise<MarkupIds> {
  const demo = await send<Demo>('{ me { workspace { id } } pipelines { edges { node { id stages { id name } } } } }');
  const pipeline = demo.pipelines.edges[0]!.node;
  const names = { contact: `Contact ${MARKUP}`, order: `Order ${MARKUP}`, automation: `Automation ${MARKUP}` };
  const [tag, key, task, words] = [`Tag ${MARKUP}`, `Key ${MARKUP}`, `Task ${MARKUP}`, `Words ${MARKUP}`];
  const field = `Field ${MARKUP}`;

  const { createTag } = await send<Created<'createTag'>>(
    'mutation ($input: CreateTagInput!) { createTag(input: $input) { id } }',
    { input: { name: tag } },
  );
  await send(
    'mutation ($input: CreateCustomFieldDefinitionInput!) { createCustomFieldDefinition(input: $input) { id } }',
    {
      input: { entityType: 'CONTACT', key: 'markup', title: field, type: 'SELECT', options: [MARKUP] },
    },
  );
  await send('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }', {
    input: { name: key, role: 'VIEWER' },
  });
  const { createAutomation } = await send<Created<'createAutomation'>>(
    'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }',
    { input: automationOf(names.automation, words, others) },
  );
  await send(
    'mutation ($id: ID!, $input: UpdateAutomationInput!) { saveAutomationDraft(id: $id, input: $input) { id } }',
    { id: createAutomation.id, input: { name: `Draft ${MARKUP}`, conditions: MARKUP } },
  );
  const refused = await send<Created<'createAutomation'>>(
    'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }',
    { input: REFUSED },
  );
  const { createContact } = await send<Created<'createContact'>>(
    'mutation ($input: CreateContactInput!) { createContact(input: $input) { id } }',
    {
      input: {
        name: names.contact,
        phone: '+5511977770000',
        city: LINK,
        address: MARKUP,
        region: MARKUP,
        customFields: { markup: MARKUP },
      },
    },
  );
  const contactId = createContact.id;
  const { createOrder } = await send<Created<'createOrder'>>(
    'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { id } }',
    { input: orderOf({ name: names.order, contactId, pipelineId: pipeline.id }) },
  );
  const orderId = createOrder.id;
  for (const [entityType, entityId] of [
    ['CONTACT', contactId],
    ['ORDER', orderId],
  ])
    await send('mutation ($input: TagEntityInput!) { assignTag(input: $input) { id } }', {
      input: { entityType, entityId, tagId: createTag.id },
    });
  await send('mutation ($input: CreateTaskInput!) { createTask(input: $input) { id } }', {
    input: { title: task, description: LINK, contactId, orderId },
  });
  const media = { id: '1', link: LINK, filename: `File ${MARKUP}`, caption: words, mime_type: MARKUP };
  await deliverTo(`${url}/webhooks/whatsapp/${demo.me.workspace.id}`, {
    contacts: [{ profile: { name: MARKUP }, wa_id: '5511977770000' }],
    messages: [
      { from: '5511977770000', id: 'wamid.m1', type: 'text', text: { body: words } },
      { from: '5511977770000', id: 'wamid.m2', type: 'document', document: media },
    ].map((message) => ({ ...message, timestamp: String(Math.floor(Date.now() / 1_000)) })),
  });
  const failureOf = (automationId: string) =>
    until(async () => {
      const filter = { automationId, status: 'FAILED' };
      const found = await send<Found>(
        'query ($filter: ExecutionFilter) { executions(filter: $filter) { edges { node { id } } } }',
        { filter },
      );
      return found.executions.edges[0]?.node.id;
    });
  const [failed, unsent] = await Promise.all([createAutomation.id, refused.createAutomation.id].map(failureOf));
  const event = await until(async () => {
    const found = await send<Found>(
      'query ($filter: EventFilter) { events(filter: $filter) { edges { node { id } } } }',
      {
        filter: { entityId: contactId, type: 'contact.created' },
      },
    );
    return found.events.edges[0]?.node.id;
  });
  await until(async () => {
    const found = await send<{ messages: { edges: { node: { kind: string } }[] } }>(
      'query ($contactId: ID!) { messages(contactId: $contactId) { edges { node { kind } } } }',
      { contactId },
    );
    return found.messages.edges.some(({ node }) => node.kind === 'MEDIA') || undefined;
  });
  const at = encodeURIComponent(MARKUP);
  return {
    order: names.order,
    automation: names.automation,
    key,
    screens: [
      ['/', names.automation],
      ['/automations', names.automation],
      [`/automations/${createAutomation.id}`, words],
      ['/executions', names.automation],
      [`/executions/${failed}`, `The receiver answered HTTP 410: ${MARKUP}`],
      [`/executions/${unsent}`, `WhatsApp: ${MARKUP} (code 132000)`],
      ['/events', 'contact.created'],
      [`/events/${event}`, 'onerror'],
      ['/contacts', tag],
      [`/contacts/${contactId}`, `File ${MARKUP}`],
      ['/tasks', task],
      ['/board', names.order],
      [`/orders/${orderId}`, task],
      ['/failures', `The receiver answered HTTP 410: ${MARKUP}`],
      [`/search?text=${encodeURIComponent('<img src=x')}`, names.contact],
      ['/settings/fields', field],
      ['/settings/tags', tag],
      ['/settings/keys', key],
      ['/settings/audit', names.automation],
      [`/executions?automation=${at}&status=${at}&trigger=${at}&since=${at}`, MARKUP],
      [`/events?type=${at}&entity=${at}`, MARKUP],
      [`/automations?search=${at}&trigger=${at}&mode=${at}&folder=${at}`, 'Automations'],
      [`/board/${at}`, 'Pipeline'],
      [`/${at}`, 'Page not found'],
    ],
  };
}

const automationOf = (name: string, words: string, others: string) => ({
  name,
  description: words,
  folder: `Folder ${MARKUP}`.slice(0, 100),
  trigger: { type: 'contact.created' },
  conditions: { logic: 'AND', conditions: [{ field: 'contact.name', operator: 'contains', value: '<script>' }] },
  actions: [
    { key: 'task', type: 'create_task', params: { title: `${words} {{ contact.name }}`.slice(0, 200) } },
    {
      key: 'hook',
      type: 'webhook',
      params: { url: `${others}/refuse?says=${encodeURIComponent(MARKUP)}`, payload: { [MARKUP]: MARKUP, link: LINK } },
    },
  ],
});

/** WhatsApp refuses its message, with markup as the reason. */
const REFUSED = {
  name: 'A message that is refused',
  trigger: { type: 'contact.created' },
  conditions: { logic: 'AND', conditions: [{ field: 'contact.name', operator: 'contains', value: '<script>' }] },
  actions: [
    {
      key: 'tell',
      type: 'send_whatsapp_template',
      params: { templateName: 'refused', language: 'en', variables: [MARKUP] },
    },
  ],
};

const orderOf = (order: { name: string; contactId: string; pipelineId: string }) => ({
  ...order,
  value: '5.00',
  description: LINK,
  items: [{ title: MARKUP, sku: '<b>1</b>', quantity: 1, unitPrice: '5.00' }],
});

async function until<Value>(find: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
  }
}
