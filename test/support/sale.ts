import type { Client } from './test-server.js';

type Id = { id: string };

/** A contact's order in a pipeline with another order beside it, created with the contract's own documents. */
export interface Sale {
  pipeline: Id & { stages: (Id & { name: string })[] };
  elsewhere: Id & { stages: (Id & { name: string })[] };
  contact: Id;
  order: Id;
  tag: Id;
  task: Id;
}

/** The single field of an operation's answer. */
export async function send<Answer = Id>(client: Client, operation: string, variables?: object): Promise<Answer> {
  return Object.values(await client.send<Record<string, Answer>>(operation, variables))[0]!;
}

/** Makes a sale in the client's workspace. */
export async function makeSale(client: Client): Promise<Sale> {
  const pipeline = await send<Sale['pipeline']>(client, 'CreatePipeline', {
    input: { name: 'Sales', stages: ['New', 'Talking', 'Won'] },
  });
  const elsewhere = await send<Sale['pipeline']>(client, 'CreatePipeline', {
    input: { name: 'Service', stages: ['Open', 'Done'] },
  });
  const contact = await send(client, 'CreateContact', { input: { name: 'Ana', phone: '+5511999990000' } });
  const order = await send(client, 'CreateOrder', {
    input: { name: 'Beans', contactId: contact.id, pipelineId: pipeline.id, value: '250.00' },
  });
  const tag = await send(client, 'CreateTag', { input: { name: 'Customer' } });
  const task = await send(client, 'CreateTask', { input: { title: 'Call', contactId: contact.id } });
  return { pipeline, elsewhere, contact, order, tag, task };
}

/** A valid automation; parts may be replaced. */
export const anAutomation = (parts: object = {}) => ({
  name: 'Won',
  trigger: { type: 'order.stage_changed' },
  actions: [{ key: 'tag', type: 'assign_tag', params: { tagName: 'Won' } }],
  ...parts,
});

/** Defines a custom field of contacts. Resolves with the definition's id. */
export async function aCustomField(client: Client, input: object = {}): Promise<string> {
  const { data, errors } = await client.raw<{ createCustomFieldDefinition: Id | null }>(
    `mutation ($input: CreateCustomFieldDefinitionInput!) { createCustomFieldDefinition(input: $input) { id } }`,
    { input: { entityType: 'CONTACT', key: 'size', title: 'Size', type: 'SELECT', options: ['S', 'L'], ...input } },
  );
  if (errors) throw new Error(errors[0]!.message);
  return data.createCustomFieldDefinition!.id;
}
