import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { automationStartedByHand } from '../events/automation-started-by-hand.events.js';
import { defineTrigger } from '../trigger.js';

export const manualTrigger = defineTrigger({
  type: 'manual',
  title: 'Somebody starts it',
  description: 'Starts for one contact or order with the mutation startAutomation.',
  on: automationStartedByHand,
  addressee: 'automationId',
  config: z.strictObject({
    about: z
      .enum(['contact', 'order'], { error: 'contact or order' })
      .meta({ title: 'Started for', description: 'A contact, or an order with its contact' }),
  }),
  matches: ({ payload: { orderId } }, { about }) => (orderId === null) === (about === 'contact'),
  brings: ({ about }) => (about === 'order' ? ['contact', 'order'] : ['contact']),
  facts: {
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
