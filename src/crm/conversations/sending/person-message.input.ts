import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.js';
import { atMost } from '../../../kernel/text.js';
import { reference, storable } from '../../../kernel/checks/checks.js';
import { hasUserInfo } from '../../../platform/http/user-info.js';
import { BUTTON_KINDS, type MessageContent } from '../gateway/message-gateway.js';
import { mediaTypeOf } from '../gateway/media-type.js';
import { repeatedButtons, templateContentOf } from '../gateway/template-content.js';
import type { OutboundMessage } from '../message.input.js';

const MAX_VARIABLES = 100;

const text = (max: number) =>
  z
    .string({ error: ({ input }) => (input == null ? 'Required' : 'Expected text') })
    .refine((value) => value.trim() !== '', 'Must not be empty')
    .refine(...atMost(max))
    .refine(storable, 'Contains a character that cannot be stored');

const NOT_HTTP = 'Expected an http or https address';
const httpUrl = z
  .string({ error: ({ input }) => (input == null ? 'Required' : NOT_HTTP) })
  .max(2048, { error: 'At most 2048 characters', abort: true })
  .refine(storable, { error: 'Contains a character that cannot be stored', abort: true })
  .check(z.url({ protocol: /^https?$/, error: NOT_HTTP }))
  .refine((url) => !hasUserInfo(url), 'An address with credentials is not sent');

const variables = z.union([z.array(text(1024)), z.record(text(100), text(1024))], {
  error: 'A list of texts, or texts by name',
});

const headerText = z.union(
  [
    text(60),
    z.record(text(100), text(60)).refine((named) => Object.keys(named).length === 1, 'Exactly one text by its name'),
  ],
  { error: 'A text of at most 60 characters, or one text by its name' },
);

const button = z.object({
  kind: z.enum(BUTTON_KINDS),
  index: z.number().int().min(0, 'At least 0').max(9, 'At most 9'),
  value: text(2000),
});

const template = z
  .object({
    name: text(512),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(_[A-Za-z0-9]{2,4})?$/, 'A language such as en or pt_BR')
      .nullish(),
    variables: variables
      .refine((given) => Object.keys(given).length <= MAX_VARIABLES, `At most ${MAX_VARIABLES}`)
      .nullish(),
    headerMediaUrl: httpUrl.nullish(),
    headerText: headerText.nullish(),
    buttons: z.array(button).max(10, 'At most 10').nullish(),
  })
  .superRefine(({ headerMediaUrl, headerText, buttons }, context) => {
    if (headerMediaUrl && headerText)
      context.addIssue({ code: 'custom', path: ['headerText'], message: 'A header has a text or media, not both' });
    for (const at of repeatedButtons(buttons ?? []))
      context.addIssue({ code: 'custom', path: ['buttons', at, 'index'], message: 'This button has a value already' });
  });

const media = z
  .object({ url: httpUrl, caption: text(1024).nullish(), filename: text(240).nullish() })
  .refine(({ url, caption, filename }) => !caption || mediaTypeOf(url, filename ?? undefined) !== 'audio', {
    path: ['caption'],
    message: 'WhatsApp shows no caption under audio: send a text instead',
  });

/** A message that a person writes: a text, a template or a file. */
export const personMessage = z
  .object({ contactId: reference, text: text(4096).nullish(), template: template.nullish(), media: media.nullish() })
  .refine(
    (given) => [given.text, given.template, given.media].filter((each) => each != null).length === 1,
    'Give exactly one of text, template and media',
  );
export type PersonMessage = z.input<typeof personMessage>;

/** A message in two forms: as it is stored, and as it is sent. */
interface Written {
  stored: Pick<OutboundMessage, 'kind' | 'text' | 'payload'>;
  content: MessageContent;
}

/** The two forms of a validated message. */
export function writtenOf({ text, template, media }: z.output<typeof personMessage>): Written {
  if (template) return templateOf(template);
  if (media) return mediaOf(media);
  return { stored: { kind: 'TEXT', text }, content: { kind: 'text', text: text! } };
}

function templateOf({ name, language, variables, ...more }: z.output<typeof template>): Written {
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value != null)) as typeof more;
  const content = { language: language ?? 'en', variables: variables ?? [], ...given };
  return {
    stored: { kind: 'TEMPLATE', text: null, payload: { templateName: name, ...content } },
    content: templateContentOf({ name, ...content }),
  };
}

function mediaOf({ url, caption, filename }: z.output<typeof media>): Written {
  const named: { filename?: string } & JsonObject = filename ? { filename } : {};
  const link = { type: mediaTypeOf(url, filename ?? undefined), link: url };
  return {
    stored: { kind: 'MEDIA', text: caption ?? null, payload: { mediaUrl: url, ...named } },
    content: { kind: 'media', media: link, ...(caption && { caption }), ...named },
  };
}
