import { z } from 'zod';
import type { MessageTemplate, TemplateParameter, TemplateParameterKind } from './message-template.js';

// https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
// https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
const named = z.array(z.object({ param_name: z.string(), example: z.string() }));
const example = z
  .object({
    body_text: z.array(z.array(z.string())),
    header_text: z.array(z.string()),
    body_text_named_params: named,
    header_text_named_params: named,
  })
  .partial()
  .optional()
  .catch(undefined);
const button = z.object({ type: z.string(), text: z.string().optional(), url: z.string().optional() });
const component = z.object({
  type: z.string().toUpperCase(),
  format: z.string().toUpperCase().optional(),
  text: z.string().optional(),
  buttons: z.array(button).optional().catch(undefined),
  example,
});
const template = z.object({
  name: z.string(),
  language: z.string(),
  category: z.string().default(''),
  status: z.string().default(''),
  components: z.array(component).catch([]),
});

/** A page of templates as Meta answers it. */
export const templatePage = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() })
    .optional()
    .catch(undefined),
});

type Component = z.infer<typeof component>;
type Button = z.infer<typeof button>;

/** Limits of a template: parameters that are listed, and the length of a text. */
export const MAX_PARAMETERS = 40;
const MAX_TEXT = 4096;

/** A template of Meta's list; undefined if it has another shape. */
export function templateOf(value: unknown): MessageTemplate | undefined {
  const { data } = template.safeParse(value);
  if (!data) return undefined;
  const { components, ...about } = data;
  const parameters = components.flatMap(parametersOf).slice(0, MAX_PARAMETERS);
  const text = components.find(({ type }) => type === 'BODY')?.text?.slice(0, MAX_TEXT) ?? null;
  return { ...about, text, parameters };
}

function parametersOf(component: Component): TemplateParameter[] {
  if (component.type === 'BODY') return textsOf(component, 'BODY');
  if (component.type === 'HEADER') return headerOf(component);
  return component.type === 'BUTTONS' ? (component.buttons ?? []).flatMap(buttonOf) : [];
}

const MEDIA = new Set<string>(['IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'] satisfies TemplateParameterKind[]);

function headerOf(component: Component): TemplateParameter[] {
  const { format = 'TEXT' } = component;
  if (!MEDIA.has(format)) return textsOf(component, 'HEADER');
  return [{ part: 'HEADER', kind: format as TemplateParameterKind, name: '1', example: null }];
}

const PLACEHOLDER = /\{\{\s*(\w{1,100})\s*\}\}/g;

function textsOf({ text = '', example }: Component, part: 'HEADER' | 'BODY'): TemplateParameter[] {
  const numbered = part === 'BODY' ? example?.body_text?.[0] : example?.header_text;
  const byName = part === 'BODY' ? example?.body_text_named_params : example?.header_text_named_params;
  const names = new Set([...text.slice(0, MAX_TEXT).matchAll(PLACEHOLDER)].map(([, name]) => name!));
  return [...names].map((name, at) => ({
    part,
    kind: 'TEXT',
    name,
    example: byName?.find(({ param_name }) => param_name === name)?.example ?? numbered?.[at] ?? null,
  }));
}

// A quick reply may be given what it brings back; only an address with a placeholder takes a value.
function buttonOf({ type, text, url }: Button, at: number): TemplateParameter[] {
  const common = { part: 'BUTTON', name: String(at), example: text ?? null } as const;
  switch (type.toUpperCase()) {
    case 'URL':
      return url?.includes('{{') ? [{ ...common, kind: 'URL' }] : [];
    case 'COPY_CODE':
      return [{ ...common, kind: 'COPY_CODE' }];
    case 'QUICK_REPLY':
      return [{ ...common, kind: 'QUICK_REPLY' }];
    default:
      return [];
  }
}
