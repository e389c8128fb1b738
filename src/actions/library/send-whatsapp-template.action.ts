import { z } from 'zod';
import { mediaTypeOf } from '../../crm/conversations/gateway/media-type.js';
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

const params = z.strictObject({
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

  perform(
    { templateName, language, variables, headerMediaUrl }: z.infer<typeof params>,
    context: ExternalContext<PreparedMessage>,
  ) {
    const header = headerMediaUrl ? { type: mediaTypeOf(headerMediaUrl), link: headerMediaUrl } : undefined;
    return this.sender.send({ kind: 'template', name: templateName, language, variables, header }, context);
  }

  settle(outcome: ExternalOutcome<SentOutput>, context: InternalContext & { stepId: string }) {
    return this.sender.settle(outcome, context);
  }

  lateOutcomes(reader: Reader, stepIds: readonly string[]) {
    return this.sender.lateOutcomes(reader, stepIds);
  }
}
