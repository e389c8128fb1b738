import { z } from 'zod';
import { mediaTypeOf } from '../../crm/conversations/gateway/media-type.js';
import type { Reader } from '../../platform/database/reader.js';
import {
  Action,
  type ActionSubject,
  type ExternalAction,
  type ExternalContext,
  type ExternalOutcome,
  type InternalContext,
} from '../action.js';
import { httpUrl, sentMessage, text } from '../params.js';
import { WhatsAppSender, type PreparedMessage, type SentOutput } from '../whatsapp-sender.service.js';

const params = z
  .strictObject({
    mediaUrl: httpUrl.meta({
      title: 'Media',
      description: 'Address of an image, video, audio or document; its extension determines the kind',
    }),
    caption: text(1024).optional().meta({ title: 'Caption', description: 'Under an image, video or document' }),
    filename: text(240).optional().meta({ title: 'File name', description: 'Shown with a document' }),
  })
  .refine(({ caption, mediaUrl, filename }) => !caption || mediaTypeOf(mediaUrl, filename) !== 'audio', {
    path: ['caption'],
    message: 'WhatsApp shows no caption under audio: send a text instead',
  });

@Action({
  type: 'send_whatsapp_media',
  title: 'Send WhatsApp media',
  description: 'Sends a file to the contact; WhatsApp allows it within 24 hours of their last message.',
  effect: 'external',
  delivery: 'at_most_once',
  writesToContact: true,
  needs: 'contact',
  params,
  output: sentMessage,
})
export class SendWhatsAppMediaAction implements ExternalAction<z.infer<typeof params>, SentOutput, PreparedMessage> {
  constructor(private readonly sender: WhatsAppSender) {}

  prepare(media: z.infer<typeof params>, context: InternalContext & { stepId: string }) {
    const { caption = null, ...payload } = media;
    return this.sender.prepare({ kind: 'MEDIA', text: caption, payload, needsWindow: true }, context);
  }

  allowedUntil(reader: Reader, subject: ActionSubject) {
    return this.sender.windowOpenUntil(reader, subject);
  }

  perform({ mediaUrl, caption, filename }: z.infer<typeof params>, context: ExternalContext<PreparedMessage>) {
    const media = { type: mediaTypeOf(mediaUrl, filename), link: mediaUrl };
    return this.sender.send({ kind: 'media', media, caption, filename }, context);
  }

  settle(outcome: ExternalOutcome<SentOutput>, context: InternalContext & { stepId: string }) {
    return this.sender.settle(outcome, context);
  }

  lateOutcomes(reader: Reader, stepIds: readonly string[]) {
    return this.sender.lateOutcomes(reader, stepIds);
  }
}
