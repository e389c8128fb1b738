import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { taskReopened } from '../../crm/tasks/tasks.events.js';
import { taskFacts } from '../../crm/tasks/tasks.facts.js';
import { defineTrigger } from '../trigger.js';

export const taskReopenedTrigger = defineTrigger({
  type: 'task.reopened',
  title: 'A task is reopened',
  description: 'A completed task was reopened.',
  on: taskReopened,
  config: z.strictObject({}),
  facts: {
    task: { facts: taskFacts, id: ({ taskId }) => taskId, snapshot: ({ task }) => task },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
