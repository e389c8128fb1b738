import { z } from 'zod';
import type { Reader } from '../../platform/database/reader.js';
import {
  Action,
  type ActionSubject,
  type ExternalAction,
  type ExternalContext,
  type ExternalOutcome,
  type InternalContext,
} from '../action.js';
import { sentMessage, text } from '../params.js';
import { WhatsAppSender, type PreparedMessage, type SentOutput } from '../whatsapp-sender.service.js';

const params = z.strictObject({
  text: text(4096).meta({ title: 'Text', description: 'At most 4096 characters' }),
});

@Action({
  type: 'send_whatsapp_text',
  title: 'Send a WhatsApp text',
  description: 'Sends a text to the contact; WhatsApp allows it within 24 hours of their last message.',
  effect: 'external',
  delivery: 'at_most_once',
  writesToContact: true,
  needs: 'contact',
  params,
  output: sentMessage,
})
export class SendWhatsAppTextAction implements ExternalAction<z.infer<typeof params>, SentOutput, PreparedMessage> {
  constructor(private readonly sender: WhatsAppSender) {}

  prepare({ text }: z.infer<typeof params>, context: InternalContext & { stepId: string }) {
    return this.sender.prepare({ kind: 'TEXT', text, payload: null, needsWindow: true }, context);
  }

  allowedUntil(reader: Reader, subject: ActionSubject) {
    return this.sender.windowOpenUntil(reader, subject);
  }

  perform({ text }: z.infer<typeof params>, context: ExternalContext<PreparedMessage>) {
    return this.sender.send({ kind: 'text', text }, context);
  }

  settle(outcome: ExternalOutcome<SentOutput>, context: InternalContext & { stepId: string }) {
    return this.sender.settle(outcome, context);
  }

  lateOutcomes(reader: Reader, stepIds: readonly string[]) {
    return this.sender.lateOutcomes(reader, stepIds);
  }
}
