import { Injectable } from '@nestjs/common';
import { ContactsService } from '../../crm/contacts/contacts.service.js';
import { OrdersService } from '../../crm/orders/orders.service.js';
import { PipelinesService } from '../../crm/pipelines/pipelines.service.js';
import { TagsService } from '../../crm/tags/tags.service.js';
import type { Work } from '../../platform/work/work.js';
import type { AutomationInput } from '../store/automation.js';
import { AutomationsService } from '../editing/automations.service.js';

const STAGES = `SELECT id, name FROM stage WHERE workspace_id = $1 AND pipeline_id = $2`;

/** The content of a demo workspace: a pipeline, tags, contacts, orders, and four example automations. */
@Injectable()
export class DemoContent {
  constructor(
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
    private readonly pipelines: PipelinesService,
    private readonly tags: TagsService,
    private readonly automations: AutomationsService,
  ) {}

  /** Fills an empty workspace. */
  async fill(work: Work): Promise<void> {
    const pipeline = await this.pipelines.create(work, {
      name: 'Sales',
      stages: ['New', 'Negotiation', 'Won', 'Lost'],
    });
    const stages = await work.query<{ id: string; name: string }>(STAGES, [work.workspaceId, pipeline.id]);
    const idOf = (stage: string) => stages.find(({ name }) => name === stage)!.id;
    for (const name of ['Customer', 'Lead']) await this.tags.create(work, { name });
    await this.sell(work, pipeline.id);
    const movedTo = (stage: string) => ({
      type: 'order.stage_changed',
      config: { pipelineId: pipeline.id, stageId: idOf(stage) },
    });
    const automations = [thanks(movedTo('Won')), followUp(movedTo('Won')), answer(), winBack(movedTo('Lost'))];
    for (const automation of automations) await this.automations.create(work, automation);
  }

  private async sell(work: Work, pipelineId: string): Promise<void> {
    const ana = await this.contacts.create(work, { name: 'Ana Souza', phone: '+5511999990001', city: 'São Paulo' });
    const bruno = await this.contacts.create(work, { name: 'Bruno Lima', phone: '+5511999990002', city: 'Recife' });
    const items = [{ title: 'Coffee beans 1 kg', sku: 'COFFEE-1', quantity: 4, unitPrice: '62.50' }];
    await this.orders.create(work, {
      name: 'Coffee for the office',
      contactId: ana.id,
      pipelineId,
      value: '250.00',
      items,
    });
    await this.orders.create(work, { name: 'Grinder', contactId: bruno.id, pipelineId, value: '890.00' });
    await this.orders.create(work, { name: 'Sample pack', contactId: bruno.id, pipelineId, value: '35.00' });
  }
}

type Trigger = AutomationInput['trigger'];

const thanks = (trigger: Trigger): AutomationInput => ({
  name: 'Thank for a won order',
  description: 'When an order over 100 is won: tag the contact, make a task for delivery, and thank on WhatsApp.',
  trigger,
  conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 100 }] },
  actions: [
    { key: 'tag', type: 'assign_tag', params: { tagName: 'Customer', entityType: 'contact' } },
    {
      key: 'task',
      type: 'create_task',
      params: { title: 'Deliver {{ order.name }} to {{ contact.name }}', priority: 'HIGH', due: '2d' },
    },
    {
      key: 'thanks',
      type: 'send_whatsapp_template',
      params: { templateName: 'order_won', language: 'en', variables: ['{{ contact.name }}', '{{ order.value }}'] },
    },
  ],
});

const followUp = (trigger: Trigger): AutomationInput => ({
  name: 'Ask how it went',
  description:
    'Creates a task to call the customer a minute after an order is won, unless it is disabled in the meantime.',
  trigger,
  actions: [
    {
      key: 'call',
      type: 'create_task',
      delay: '1m',
      params: { title: 'Call {{ contact.name | default: "the customer" }} about {{ order.name }}' },
    },
  ],
});

const answer = (): AutomationInput => ({
  name: 'Answer a question about prices',
  description: 'When somebody writes "price" or "preço": tag as lead and answer within the 24-hour window.',
  trigger: { type: 'whatsapp.keyword_match', config: { keywords: ['price', 'preço'] } },
  actions: [
    { key: 'lead', type: 'assign_tag', params: { tagName: 'Lead', entityType: 'contact' } },
    {
      key: 'answer',
      type: 'send_whatsapp_text',
      params: { text: 'Hi {{ contact.name }}, you asked about "{{ keyword }}": our list is on its way.' },
    },
  ],
});

const winBack = (trigger: Trigger): AutomationInput => ({
  name: 'Win back a lost order',
  description: 'When an order is lost: ask why, wait up to a day for a reply, and create a task that depends on it.',
  trigger,
  actions: [
    {
      key: 'ask',
      type: 'send_whatsapp_template',
      params: { templateName: 'order_lost', language: 'en', variables: ['{{ contact.name }}', '{{ order.name }}'] },
    },
    { key: 'reply', type: 'wait_for_event', params: { event: 'whatsapp.message_received', timeout: '1d' } },
    {
      key: 'answer',
      type: 'branch',
      arms: [
        {
          name: 'replied',
          conditions: {
            logic: 'AND',
            conditions: [{ field: 'steps.reply.output.matched', operator: 'equals', value: true }],
          },
          actions: [
            {
              key: 'read',
              type: 'create_task',
              params: {
                title:
                  'Answer {{ contact.name }}: {{ steps.reply.output.event.message.text | default: "(no text)" | truncate: 100 }}',
                priority: 'HIGH',
              },
            },
          ],
        },
      ],
      otherwise: [
        { key: 'call', type: 'create_task', params: { title: 'Call {{ contact.name }} about {{ order.name }}' } },
      ],
    },
  ],
});
