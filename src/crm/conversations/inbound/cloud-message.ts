import type { JsonObject } from '../../../kernel/json.js';
import { toJsonText, valueAt } from '../../../kernel/json.js';
import { LIMITS } from '../../../kernel/limits.js';
import { isTooDeep } from '../../../kernel/checks/json-check.js';
import type { MessageKind } from '../message.entity.js';
import type { InboundMessage } from '../message.input.js';
import type { CloudMessage, CloudWebhook } from './cloud-webhook.js';

const MAX_TEXT = 4096;
const MAX_NAME = 200;
/** What every message has; one that has nothing more is told by its text alone. */
const COMMON = new Set(['id', 'from', 'type', 'timestamp', 'text']);

/** Where the words of each type are; the first that is there counts. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  text: ['text.body'],
  image: ['image.caption'],
  video: ['video.caption'],
  document: ['document.caption', 'document.filename'],
  button: ['button.text'],
  interactive: ['interactive.button_reply.title', 'interactive.list_reply.title', 'interactive.nfm_reply.body'],
  reaction: ['reaction.emoji'],
  location: ['location.name', 'location.address'],
  contacts: ['contacts.0.name.formatted_name'],
  order: ['order.text'],
  system: ['system.body'],
};

const MEDIA = new Set(['image', 'video', 'audio', 'document', 'sticker', 'voice']);

/** A Cloud API message as the conversation keeps it; of every type, known or not, nothing is lost. */
export function inboundOf({ message, name }: CloudWebhook['messages'][number]): InboundMessage {
  const text = withoutUnkeepable(textOf(message, message.type));
  return {
    phone: message.from ?? '',
    text: clipped(text, MAX_TEXT),
    contactName: name ? clipped(name.replaceAll('\0', '').toWellFormed(), MAX_NAME) : null,
    providerMessageId: message.id,
    kind: kindOf(message, text),
    payload: isPlain(message) && text.length <= MAX_TEXT ? null : payloadOf(message),
    sentAt: instantOf(message.timestamp),
  };
}

// Seconds, as text. What is no time, or none a calendar has, says nothing.
function instantOf(timestamp: unknown): Date | null {
  const seconds = typeof timestamp === 'number' || typeof timestamp === 'string' ? String(timestamp) : '';
  return /^\d{1,11}$/.test(seconds) ? new Date(Number(seconds) * 1_000) : null;
}

function kindOf({ type }: CloudMessage, text: string): MessageKind {
  if (type === 'text' && text.trim() !== '') return 'TEXT';
  return MEDIA.has(type) ? 'MEDIA' : 'OTHER';
}

const textOf = (message: CloudMessage, type: string) =>
  (TEXTS[type] ?? [])
    .map((path) => valueAt(message, path.split('.')))
    .find((value): value is string => typeof value === 'string') ?? '';

const isPlain = (message: CloudMessage) =>
  message.type === 'text' && Object.keys(message).every((key) => COMMON.has(key));

// The whole of it stays in the stored webhook.
function payloadOf(message: CloudMessage): JsonObject {
  const { id } = message;
  const type = withoutUnkeepable(clipped(message.type, MAX_NAME));
  // Before anything walks through all of it: what is nested without end ends the stack.
  if (isTooDeep(message)) return { id, type, tooDeep: true };
  const kept = withoutUnkeepable(message) as unknown as JsonObject;
  return Buffer.byteLength(JSON.stringify(kept)) <= LIMITS.maxPayloadBytes ? kept : { id, type, tooLarge: true };
}

const withoutUnkeepable = <Value>(value: Value): Value => JSON.parse(toJsonText(value)) as Value;

const clipped = (text: string, max: number) =>
  text.length <= max
    ? text
    : text
        .slice(0, max)
        .toWellFormed()
        .replace(/\uFFFD$/, '');
