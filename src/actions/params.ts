import { z } from 'zod';
import type { Need } from '../crm/subjects.js';
import { uuid } from '../kernel/ids.js';
import { atMost } from '../kernel/text.js';
import { hasUserInfo } from '../platform/http/user-info.js';

/** Text of 1 to `max` characters; a number or boolean from a placeholder becomes text. */
export const text = (max: number) =>
  z.preprocess(
    (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
    z
      .string({ error: ({ input }) => (input === undefined ? 'Required' : 'Expected text') })
      .min(1, 'Must not be empty')
      .refine(...atMost(max))
      .meta({ maxLength: max }),
  );

/** A mistake that no value of a placeholder can correct. */
const certain = (path: string[], message: string) => ({
  code: 'custom' as const,
  path,
  message,
  params: { certain: true },
});

const PLACEHOLDER = /\{\{[^{}]*\}\}|\{%[^{}]*%\}/g;

const NOT_HTTP = 'Expected an http or https address';

/** An http or https address without credentials. */
export const httpUrl = z
  .string({ error: ({ input }) => (input === undefined ? 'Required' : NOT_HTTP) })
  .max(2048, { error: 'At most 2048 characters', abort: true })
  .check(z.url({ protocol: /^https?$/, error: NOT_HTTP }))
  .superRefine((url, context) => {
    if (hasUserInfo(url.replaceAll(PLACEHOLDER, '')))
      context.addIssue(certain([], 'Put credentials into a header, not into the address'));
  });

const OWN_HEADERS = new Set([
  'host',
  'content-type',
  'content-length',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'te',
  'trailer',
]);
const isOwnHeader = (name: string) => OWN_HEADERS.has(name.toLowerCase()) || /^(webhook|proxy)-/i.test(name);

/** Request headers by name, except those set by the engine; each name once, ignoring case. */
export const headers = z
  .record(
    z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/),
    text(4096).refine(
      (value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
      'A header holds one line of plain characters',
    ),
    { error: ({ code }) => (code === 'invalid_key' ? 'Not the name of a header' : undefined) },
  )
  .superRefine((values, context) => {
    const names = Object.keys(values);
    for (const [at, name] of names.entries()) {
      if (isOwnHeader(name)) context.addIssue(certain([name], `The header ${name} is set by the engine: leave it out`));
      const twin = names.slice(0, at).find((other) => other.toLowerCase() === name.toLowerCase());
      if (twin) context.addIssue(certain([name], `The header ${name} is already set, as ${twin}`));
    }
  });

/** Which of the event's two entities an action acts on. */
export const entityType = z
  .enum(['contact', 'order'], { error: 'contact or order' })
  .meta({ title: 'Acts on', description: "The order or the contact of the event; the trigger's own when empty" });

/** What an action on that entity requires. */
export const neededAs = (entity: unknown): Need => (entity === 'contact' || entity === 'order' ? entity : 'either');

/** The output of sending a message; FAILED once the provider reports that it was not delivered. */
export const sentMessage = z.object({
  messageId: uuid,
  provider: z.enum(['local', 'whatsapp_cloud']),
  providerMessageId: z.string(),
  status: z.enum(['SENT', 'FAILED']),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
