import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { taskDeleted } from '../../crm/tasks/tasks.events.js';
import { taskSnapshot } from '../../crm/tasks/tasks.facts.js';
import { defineTrigger } from '../trigger.js';

export const taskDeletedTrigger = defineTrigger({
  type: 'task.deleted',
  title: 'A task is deleted',
  description: 'A task was deleted.',
  on: taskDeleted,
  config: z.strictObject({}),
  facts: {
    deletedTask: { title: 'Task', schema: taskSnapshot, value: ({ task }) => task },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
