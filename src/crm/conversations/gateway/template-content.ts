import { mediaTypeOf } from './media-type.js';
import type { HeaderText, MediaLink, MessageContent, TemplateButton } from './message-gateway.js';

/** What is given for a template: the text of its header alone, or by the name of the variable. */
export interface GivenTemplate {
  name: string;
  language: string;
  variables: string[] | Record<string, string>;
  headerMediaUrl?: string | null;
  headerText?: string | Record<string, string> | null;
  buttons?: TemplateButton[] | null;
}

/** The content of a message with a template. */
export function templateContentOf({ headerMediaUrl, headerText, buttons, ...given }: GivenTemplate): MessageContent {
  return {
    kind: 'template',
    ...given,
    header: headerOf({ headerMediaUrl, headerText }),
    buttons: buttons ?? undefined,
  };
}

/** The places of buttons that have two values, as indexes of the list. */
export const repeatedButtons = (buttons: readonly Pick<TemplateButton, 'index'>[]): number[] =>
  buttons.flatMap(({ index }, at) => (buttons.findIndex((other) => other.index === index) < at ? [at] : []));

function headerOf({
  headerMediaUrl,
  headerText,
}: Pick<GivenTemplate, 'headerMediaUrl' | 'headerText'>): MediaLink | HeaderText | undefined {
  if (headerMediaUrl) return { type: mediaTypeOf(headerMediaUrl), link: headerMediaUrl };
  if (headerText == null) return undefined;
  if (typeof headerText === 'string') return { type: 'text', text: headerText };
  const [name, text] = Object.entries(headerText)[0]!;
  return { type: 'text', text, name };
}
