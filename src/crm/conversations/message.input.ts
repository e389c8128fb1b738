import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { atMost } from '../../kernel/text.js';
import { checked, requiredPhone, requiredText, shortText, storable } from '../../kernel/checks/checks.js';
import { jsonMistake } from '../../kernel/checks/json-check.js';
import { MESSAGE_KINDS } from './message.entity.js';

const MAX_TEXT = 4096;
const MAX_PAYLOAD_BYTES = LIMITS.maxPayloadBytes;

const kind = z.enum(MESSAGE_KINDS, { error: `One of ${MESSAGE_KINDS.join(', ')}` });

const payload = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null, 'Expected a JSON object')
  .superRefine((value, context) => {
    const mistake =
      jsonMistake(value) ??
      (Buffer.byteLength(JSON.stringify(value)) > MAX_PAYLOAD_BYTES
        ? `At most ${MAX_PAYLOAD_BYTES / 1024} KiB`
        : undefined);
    if (mistake) context.addIssue({ code: 'custom', message: mistake });
  });

const text = z
  .string({ error: 'Required' })
  .refine(...atMost(MAX_TEXT))
  .refine(storable, 'Contains a character that cannot be stored');

/** The input from a channel. The text may be empty only if the message has other content. */
export const inboundMessage = z
  .object({
    phone: requiredPhone,
    text,
    contactName: shortText,
    providerMessageId: requiredText(512).nullish(),
    kind: kind.nullish(),
    payload: payload.nullish(),
    sentAt: z.date().min(new Date(0), 'Must not be before 1970').nullish(),
  })
  .refine(({ text, kind }) => text.trim() !== '' || (kind ?? 'TEXT') !== 'TEXT', {
    path: ['text'],
    message: 'Must not be empty',
  });
export type InboundMessage = z.input<typeof inboundMessage>;

const outbound = z.object({ kind, text: text.nullish(), payload: payload.nullish() });

/** A message to be sent. */
export interface OutboundMessage extends z.input<typeof outbound> {
  /** Chosen by the sender, so that preparing it twice creates one message. */
  messageId: string;
  contactId: string;
}

/** Its validated content. INVALID_INPUT. */
export const outboundContent = (message: OutboundMessage) => checked(outbound, message);
