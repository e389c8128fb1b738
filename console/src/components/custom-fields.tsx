import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../api/graphql.ts';
import { useApi } from '../api/queries.ts';
import { useText } from '../text/text.tsx';
import type { FormField } from './form-dialog.tsx';

/** The defined custom fields of contacts or of orders. */
export const CustomFieldDefinitions = graphql(`
  query CustomFieldDefinitions($entityType: CustomFieldEntityType) {
    customFieldDefinitions(entityType: $entityType) {
      id
      entityType
      key
      title
      type
      options
    }
  }
`);
type Definition = ResultOf<typeof CustomFieldDefinitions>['customFieldDefinitions'][number];
type Values = Readonly<Record<string, unknown>>;

const FIELD = 'custom.';
/** The API takes longer texts; a form cuts none that is there. */
const MAX_TEXT = 65_536;

/** The custom fields of a contact or order: as form fields, as facts to show, and what a form changes of them. */
export function useCustomFields(entityType: 'CONTACT' | 'ORDER', given: unknown = {}) {
  const { common, customFields: text } = useText();
  const { data } = useApi(CustomFieldDefinitions, { entityType });
  const defined = data?.customFieldDefinitions ?? [];
  const values = (given ?? {}) as Values;
  const words = { yes: common.yes, no: common.no, unset: text.unset };
  const fields = defined.map((definition): FormField => {
    const { key, title } = definition;
    const about = { name: FIELD + key, label: title, at: key, value: writtenOf(values[key]) };
    if (definition.type === 'NUMBER') return { ...about, inputMode: 'decimal', hint: text.numberHint };
    const options = optionsOf(definition, about.value, words);
    if (options) return { ...about, options };
    if (isDate(definition, about.value)) return { ...about, type: 'date' };
    return { ...about, lines: about.value.includes('\n'), maxLength: MAX_TEXT };
  });
  const isDefined = new Set(defined.map(({ key }) => key));
  const facts: [string, ReactNode][] = [
    ...defined.map(({ key, title }): [string, ReactNode] => [title, shownOf(values[key], words)]),
    ...Object.entries(values)
      .filter(([key]) => !isDefined.has(key))
      .map(([key, value]): [string, ReactNode] => [key, shownOf(value, words)]),
  ];
  /** The custom fields that a form changed; undefined if it changed none. */
  const changed = (entered: Readonly<Record<string, string>>) => {
    const changes = defined
      .filter(({ key }) => (entered[FIELD + key] ?? '') !== writtenOf(values[key]).trim())
      .map(({ key }) => [key, entered[FIELD + key] || null] as const);
    return changes.length > 0 ? Object.fromEntries(changes) : undefined;
  };
  return { fields, facts, changed };
}

type Words = Record<'yes' | 'no' | 'unset', string>;

function optionsOf({ type, options }: Definition, value: string, { yes, no, unset }: Words): FormField['options'] {
  const known =
    type === 'BOOLEAN'
      ? ([
          ['true', yes],
          ['false', no],
        ] as const)
      : type === 'SELECT'
        ? options.map((option) => [option, option] as const)
        : undefined;
  if (!known) return undefined;
  // A value from before the definition stays until another is chosen.
  const old = value !== '' && known.every(([option]) => option !== value) ? [[value, value] as const] : [];
  return [['', unset], ...known, ...old];
}

// A time, or a value from before the definition, is edited as a text.
const isDate = ({ type }: Definition, value: string) =>
  type === 'DATE' && (value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value));

const writtenOf = (value: unknown) =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const shownOf = (value: unknown, { yes, no }: Words): ReactNode => {
  if (value === null || value === undefined) return null;
  return typeof value === 'boolean' ? value ? yes : no : <bdi>{writtenOf(value)}</bdi>;
};
