import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { webhookReceived } from '../events/webhook-received.events.js';
import { defineTrigger } from '../trigger.js';

const SIGNING = /^whsec_(?:[A-Za-z0-9+/]{4}){6,48}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const BEARER = /^(?!whsec_)[\x21-\x7e]{16,200}$/;

export const webhookTrigger = defineTrigger({
  type: 'webhook',
  title: 'Another system calls',
  description: "Starts when another system posts a JSON object to the automation's own address, inboundUrl.",
  on: webhookReceived,
  addressee: 'automationId',
  secrets: ['secret'],
  config: z.strictObject({
    secret: z
      .string()
      .refine((text) => SIGNING.test(text) || BEARER.test(text), {
        error: 'Expected whsec_ and base64 of at least 18 bytes, or 16 to 200 printable characters without spaces',
      })
      .optional()
      .meta({
        title: 'Secret',
        description:
          'whsec_…: every request is signed with it according to Standard Webhooks; any other text is sent as a bearer token. The address is the only secret when empty',
      }),
    contact: z
      .strictObject({
        phone: z
          .string()
          .regex(/^[^.\s]{1,100}(\.[^.\s]{1,100}){0,9}$/, 'Expected a path such as customer.phone')
          .meta({ title: 'Path of the phone number' }),
      })
      .optional()
      .meta({
        title: 'Contact',
        description:
          'Where in the body the phone number of a contact is, such as customer.phone; the contact must exist',
      }),
  }),
  brings: ({ contact }) => (contact ? ['contact'] : []),
  facts: {
    body: { title: 'Body', schema: z.record(z.string(), z.unknown()), value: ({ body }) => body },
    headers: { title: 'Headers', schema: z.record(z.string(), z.string()), value: ({ headers }) => headers },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
