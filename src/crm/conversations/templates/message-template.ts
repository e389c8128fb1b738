/** The parts of a template that take parameters. */
export type TemplatePart = 'HEADER' | 'BODY' | 'BUTTON';

/** What a parameter takes: a text, the address of a file, or the value of a button. */
export type TemplateParameterKind =
  'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION' | 'URL' | 'QUICK_REPLY' | 'COPY_CODE';

/** A parameter of a template. */
export interface TemplateParameter {
  part: TemplatePart;
  kind: TemplateParameterKind;
  /** Its name, or its number from 1; of a button its place from 0. */
  name: string;
  /** An example of a value, or the label of the button. */
  example: string | null;
}

/** A message template of the provider. */
export interface MessageTemplate {
  name: string;
  language: string;
  /** Such as MARKETING, UTILITY or AUTHENTICATION. */
  category: string;
  /** Such as APPROVED, PENDING, REJECTED or PAUSED. */
  status: string;
  /** The text of its body, with its placeholders. */
  text: string | null;
  parameters: TemplateParameter[];
}
