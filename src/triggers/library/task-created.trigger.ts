import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { taskCreated } from '../../crm/tasks/tasks.events.js';
import { taskFacts } from '../../crm/tasks/tasks.facts.js';
import { defineTrigger } from '../trigger.js';

export const taskCreatedTrigger = defineTrigger({
  type: 'task.created',
  title: 'A task is created',
  description: 'A task was created, by a person, an API client or an automation.',
  on: taskCreated,
  config: z.strictObject({}),
  facts: {
    task: { facts: taskFacts, id: ({ taskId }) => taskId, snapshot: ({ task }) => task },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
