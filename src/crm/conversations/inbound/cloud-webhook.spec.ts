import { readFileSync } from 'node:fs';
import { checked } from '../../../kernel/checks/checks.js';
import { mediaOf } from '../api/message-media.js';
import { inboundMessage } from '../message.input.js';
import { inboundOf } from './cloud-message.js';
import { reportOf } from './cloud-status.js';
import { numbersIn, readCloudWebhook } from './cloud-webhook.js';

// The examples of https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
const fixtures = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../test/data/whatsapp/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    { entry: { changes: { value: { messages: Record<string, unknown>[] } }[] }[] }
  >;
const [MESSAGES, STATUSES] = [fixtures('messages'), fixtures('statuses')];

const ID = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=';
const FILE = { url: expect.stringContaining('https://lookaside.fbsbx.com/'), providerMediaId: '1003383421387256' };

/** How each kind is stored: as which kind of message, with which text, and with which file. */
const EXPECTED: Record<string, { kind: string; text: string; file?: object; name?: null }> = {
  text: { kind: 'TEXT', text: 'Does it come in another color?' },
  'text that answers': { kind: 'TEXT', text: 'Yes' },
  'text from an advertisement': { kind: 'TEXT', text: 'Hello! Can I get more info on this?' },
  'text about a product': { kind: 'TEXT', text: 'Is this still available?' },
  image: { kind: 'MEDIA', text: 'Which one is this?', file: { kind: 'image', mimeType: 'image/jpeg' } },
  video: { kind: 'MEDIA', text: 'Look', file: { kind: 'video', caption: 'Look' } },
  audio: { kind: 'MEDIA', text: '', file: { kind: 'audio', mimeType: 'audio/mpeg' } },
  voice: { kind: 'MEDIA', text: '', file: { kind: 'audio', mimeType: 'audio/ogg; codecs=opus' } },
  document: { kind: 'MEDIA', text: 'My invoice', file: { kind: 'document', filename: 'invoice.pdf' } },
  sticker: { kind: 'MEDIA', text: '', file: { kind: 'sticker', mimeType: 'image/webp' } },
  location: { kind: 'OTHER', text: 'Philz Coffee' },
  contacts: { kind: 'OTHER', text: 'Barbara J. Johnson' },
  'button reply': { kind: 'OTHER', text: 'Cancel' },
  'list reply': { kind: 'OTHER', text: 'Priority Mail Express' },
  'flow reply': { kind: 'OTHER', text: 'Sent' },
  'template button': { kind: 'OTHER', text: 'Unsubscribe' },
  reaction: { kind: 'OTHER', text: '👍' },
  'reaction taken back': { kind: 'OTHER', text: '' },
  order: { kind: 'OTHER', text: 'Love these!' },
  // Without contacts.
  system: { kind: 'OTHER', text: 'User Sheena Nelson changed from 16505551234 to 12195555358', name: null },
  unsupported: { kind: 'OTHER', text: '' },
};

it('has an expectation for each kind of message', () => {
  expect(Object.keys(EXPECTED)).toEqual(Object.keys(MESSAGES));
});

it.each(Object.entries(EXPECTED))('receives %s whole', (kind, { text, file, name = 'Sheena Nelson', ...stored }) => {
  const { messages, statuses, unreadable } = readCloudWebhook(MESSAGES[kind]);
  expect([messages.length, statuses, unreadable]).toEqual([1, [], []]);
  const message = checked(inboundMessage, inboundOf(messages[0]!));

  expect(message).toMatchObject({
    ...stored,
    phone: '+16505551234',
    text,
    providerMessageId: ID,
    contactName: name,
    sentAt: new Date(1_749_416_383_000),
  });
  // A plain text is all there is; of anything else, nothing is lost.
  expect(message.payload).toEqual(kind === 'text' ? null : MESSAGES[kind]!.entry[0]!.changes[0]!.value.messages[0]);
  const media = mediaOf({ kind: message.kind!, direction: 'INBOUND', payload: message.payload!, text });
  if (file) expect(media).toMatchObject({ ...FILE, ...file });
  else expect(media).toBeNull();
});

it.each([
  ['sent', { status: 'SENT', error: null }],
  ['delivered', { status: 'DELIVERED', error: null }],
  ['read', { status: 'READ', error: null }],
  ['played', { status: 'READ', error: null }],
  ...[131026, 131047, 131049, 131053, 131056, 130429].map((code): [string, object] => [
    `failed ${code}`,
    { status: 'FAILED', error: { code: `WHATSAPP_${code}`, message: expect.stringMatching(`${code}`) } },
  ]),
])('reports a message as %s', (name, report) => {
  const { messages, statuses, unreadable } = readCloudWebhook(STATUSES[name]);
  expect([messages, statuses.length, unreadable]).toEqual([[], 1, []]);
  expect(reportOf(statuses[0]!)).toEqual({ provider: 'whatsapp_cloud', providerMessageId: ID, ...report });
});

it('finds our own id in a status, and takes no other status for a report', () => {
  const [sent] = readCloudWebhook(STATUSES.sent).statuses;
  expect(sent!.biz_opaque_callback_data).toBe('018f0000-0000-7000-8000-000000000001');
  expect(reportOf(readCloudWebhook(STATUSES.deleted).statuses[0]!)).toBeUndefined();
});

it('notes an error that WhatsApp reports about no message', () => {
  expect(readCloudWebhook(STATUSES.error)).toEqual({
    messages: [],
    statuses: [],
    unreadable: ['WhatsApp reported an error: Rate limit hit (code 130429)'],
  });
});

it('reads only the parts for the numbers it is asked for', () => {
  expect(numbersIn(MESSAGES.text)).toEqual(['106540352242922']);
  expect(readCloudWebhook(MESSAGES.text, () => false)).toEqual({
    messages: [],
    statuses: [],
    unreadable: ['A part for the phone number 106540352242922, which is not of this address'],
  });
});
