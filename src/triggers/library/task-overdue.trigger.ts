import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { taskOverdue } from '../../crm/tasks/tasks.events.js';
import { taskFacts } from '../../crm/tasks/tasks.facts.js';
import { defineTrigger } from '../trigger.js';

export const taskOverdueTrigger = defineTrigger({
  type: 'task.overdue',
  title: 'A task is overdue',
  description: 'A task is still open after its due date; once for each due date.',
  on: taskOverdue,
  config: z.strictObject({}),
  facts: {
    task: { facts: taskFacts, id: ({ taskId }) => taskId, snapshot: ({ task }) => task },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
