import { z } from 'zod';
import { BUTTON_KINDS } from '../../crm/conversations/gateway/message-gateway.js';
import { repeatedButtons, templateContentOf } from '../../crm/conversations/gateway/template-content.js';
import type { Reader } from '../../platform/database/reader.js';
import {
  Action,
  type ExternalAction,
  type ExternalContext,
  type ExternalOutcome,
  type InternalContext,
} from '../action.js';
import { httpUrl, sentMessage, text } from '../params.js';
import { WhatsAppSender, type PreparedMessage, type SentOutput } from '../whatsapp-sender.service.js';

const variable = text(1024);

const headerText = text(60);

const button = z.strictObject({
  kind: z
    .enum(BUTTON_KINDS, { error: `One of ${BUTTON_KINDS.join(', ')}` })
    .default('url')
    .meta({ title: 'Kind' }),
  index: z
    .number({ error: 'Expected a number from 0 to 9' })
    .int('Expected a number from 0 to 9')
    .min(0, 'At least 0')
    .max(9, 'At most 9')
    .meta({ title: 'Place', description: 'Among the buttons, from 0' }),
  value: text(2000).meta({
    title: 'Value',
    description: 'The end of the address, what a reply brings back, or the code to copy',
  }),
});

const fields = z.strictObject({
  templateName: text(512).meta({ title: 'Template', description: 'Its name, as approved by WhatsApp' }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(_[A-Za-z0-9]{2,4})?$/, 'A language such as en or pt_BR')
    .default('en')
    .meta({ title: 'Language', description: 'One the template is approved in, such as en or pt_BR' }),
  variables: z
    .union([z.array(variable), z.record(z.string(), variable)], { error: 'A list of texts, or texts by name' })
    .default([])
    .meta({
      title: 'Variables',
      description: 'In the order of the placeholders {{1}}, {{2}}, or by name where the template names them',
    }),
  headerMediaUrl: httpUrl
    .optional()
    .meta({ title: 'Header media', description: 'Address of the image, video or document in the header' }),
  headerText: z
    .union(
      [
        headerText,
        z
          .record(z.string(), headerText)
          .refine((named) => Object.keys(named).length === 1, 'Exactly one text by its name'),
      ],
      {
        error: 'A text, or one text by its name',
      },
    )
    .optional()
    .meta({ title: 'Header text', description: "The header's variable, or by name where the template names it" }),
  buttons: z
    .array(button)
    .max(10, 'At most 10')
    .optional()
    .meta({ title: 'Buttons', description: 'Values of the buttons that take one' }),
});

const params = fields.superRefine(({ headerMediaUrl, headerText: given, buttons = [] }, context) => {
  if (headerMediaUrl !== undefined && given !== undefined)
    context.addIssue({ code: 'custom', path: ['headerText'], message: 'A header has a text or media, not both' });
  for (const at of repeatedButtons(buttons))
    context.addIssue({ code: 'custom', path: ['buttons', at, 'index'], message: 'This button has a value already' });
});

@Action({
  type: 'send_whatsapp_template',
  title: 'Send a WhatsApp template',
  description: 'Sends an approved template to the contact, at any time.',
  effect: 'external',
  delivery: 'at_most_once',
  writesToContact: true,
  needs: 'contact',
  params,
  output: sentMessage,
})
export class SendWhatsAppTemplateAction implements ExternalAction<z.infer<typeof params>, SentOutput, PreparedMessage> {
  constructor(private readonly sender: WhatsAppSender) {}

  prepare(template: z.infer<typeof params>, context: InternalContext & { stepId: string }) {
    return this.sender.prepare({ kind: 'TEMPLATE', text: null, payload: template, needsWindow: false }, context);
  }

  perform({ templateName: name, ...given }: z.infer<typeof params>, context: ExternalContext<PreparedMessage>) {
    return this.sender.send(templateContentOf({ name, ...given }), context);
  }

  settle(outcome: ExternalOutcome<SentOutput>, context: InternalContext & { stepId: string }) {
    return this.sender.settle(outcome, context);
  }

  lateOutcomes(reader: Reader, stepIds: readonly string[]) {
    return this.sender.lateOutcomes(reader, stepIds);
  }
}
