import { z } from 'zod';
import { atMost } from '../kernel/text.js';

/** Text of 1 to `max` characters; a number or boolean that a placeholder left becomes text. */
export const text = (max: number) =>
  z.preprocess(
    (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
    z
      .string({ error: ({ input }) => (input === undefined ? 'Required' : 'Expected text') })
      .min(1, 'Must not be empty')
      .refine(...atMost(max))
      .meta({ maxLength: max }),
  );

/** An http or https address without credentials in it. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: ({ input }) => (input === undefined ? 'Required' : 'Expected an http or https address') })
  .max(2048, 'At most 2048 characters')
  .refine((url) => URL.canParse(url) && new URL(url).username === '', 'Credentials belong into a header, not into the address');

const OWN_HEADERS = new Set(['host', 'content-type', 'content-length', 'connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect', 'te', 'trailer']);
const isOwnHeader = (name: string) => OWN_HEADERS.has(name.toLowerCase()) || /^(webhook|proxy)-/i.test(name);

/** Headers of a request by name, without those that are ours to set. */
export const headers = z
  .record(
    z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/),
    text(4096).refine((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value), 'A header holds one line of plain characters'),
    { error: ({ code }) => (code === 'invalid_key' ? 'Not the name of a header' : undefined) },
  )
  .superRefine((values, context) => {
    for (const name of Object.keys(values)) {
      if (isOwnHeader(name)) context.addIssue({ code: 'custom', path: [name], message: `The header ${name} is set by the engine: leave it out` });
    }
  });

/** Which of the event's two entities an action acts on. */
export const entityType = z
  .enum(['contact', 'order'], { error: 'contact or order' })
  .meta({ title: 'Acts on', description: "The order or the contact of the event; the trigger's own when empty" });

/** What sending a message leaves for later actions. */
export const sentMessage = z.object({
  messageId: z.uuid(),
  provider: z.enum(['local', 'whatsapp_cloud']),
  providerMessageId: z.string(),
  status: z.literal('SENT'),
});
