import { z } from 'zod';
import { invalidInput } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { money, storable } from '../../kernel/checks/checks.js';
import type { Find } from '../../platform/paging/find.js';
import { customFieldNameMistake } from './custom-fields.js';

const MAX_TEXT = 400;
const MAX_WORDS = 8;
const MAX_FIELDS = 5;
const MAX_TAGS = 10;

const UNSTORABLE = 'Contains a character that cannot be stored';
const name = z.string().superRefine((key, context) => {
  const message = customFieldNameMistake(key);
  if (message) context.addIssue({ code: 'custom', message });
});
const scalar = z.union(
  [z.string().max(4096, 'At most 4096 characters').refine(storable, UNSTORABLE), z.number(), z.boolean()],
  {
    error: 'Expected a text, a number or a boolean',
  },
);

/** An id in a filter. A text that is not an id finds nothing. */
export const filterId = z.string().max(MAX_TEXT, `At most ${MAX_TEXT} characters`).refine(storable, UNSTORABLE);

/** The parts that the filters of several lists have. */
export const findInput = {
  text: z
    .string()
    .max(MAX_TEXT, `At most ${MAX_TEXT} characters`)
    .refine(storable, UNSTORABLE)
    .refine((text) => wordsOf(text).length <= MAX_WORDS, `At most ${MAX_WORDS} words`)
    .nullish(),
  tagIds: z.array(filterId).max(MAX_TAGS, `At most ${MAX_TAGS}`).nullish(),
  customFields: z
    .custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
      error: 'Expected a JSON object',
      abort: true,
    })
    .pipe(z.record(name, scalar))
    .refine((fields) => Object.keys(fields).length <= MAX_FIELDS, `At most ${MAX_FIELDS} fields`)
    .nullish(),
  amount: money.nullish(),
};

/** Whether all given ids can exist; a list that is filtered by another is empty. */
export const canExist = (ids: readonly (string | null | undefined)[]) => ids.every((id) => id == null || isId(id));

/** Rows whose folded text, a SQL expression, has all words of the text, or its digits if it looks like a phone number. */
export function whereText(find: Find, expression: string, text: string | null | undefined): void {
  const words = wordsOf(text ?? '');
  if (words.length === 0) return;
  const digits = digitsOf(text!);
  find.where(
    (...placeholders) => {
      const has = (placeholder: string) => `${expression} LIKE find_pattern(${placeholder}::text)`;
      const all = placeholders.slice(0, words.length).map(has).join(' AND ');
      return digits ? `((${all}) OR ${has(placeholders.at(-1)!)})` : `(${all})`;
    },
    ...words,
    ...(digits ? [digits] : []),
  );
}

/** Rows whose custom fields have these values. */
export function whereCustomFields(find: Find, fields: object | null | undefined): void {
  if (fields && Object.keys(fields).length > 0)
    find.where((values) => `r.custom_fields @> ${values}::jsonb`, JSON.stringify(fields));
}

/** A period of instants; its beginning is included, its end is not. INVALID_INPUT if it ends before it begins. */
export function assertPeriod(from: Date | null | undefined, to: Date | null | undefined, at: string): void {
  if (from && to && from > to)
    throw invalidInput([{ path: ['filter', at], message: 'Must not be before the beginning of the period' }]);
}

const wordsOf = (text: string) => [...new Set(text.split(/\s+/).filter(Boolean))];

// Leading zeros are those of a dialling prefix, which stored numbers do not have.
function digitsOf(text: string): string | undefined {
  if (!/^[+\d\s()./\-\u00a0\u2010-\u2015]+$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length >= 3 ? digits : undefined;
}
