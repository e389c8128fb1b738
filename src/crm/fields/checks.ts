import { z } from 'zod';
import { invalidInput, notFound, type Mistake } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { atMost } from '../../kernel/text.js';
import { decimalOf } from './money.js';
import { normalizePhone } from './phone.js';

const MAX_NAME = 200;
const MAX_TEXT = 4096;
const UNSTORABLE = 'Contains a character that cannot be stored';

/** Whether Postgres can keep the text: no NUL and no half of a surrogate pair. */
export const storable = (text: string) => !text.includes('\0') && !/\p{Cs}/u.test(text);

/** Parses the input, or refuses it with every mistake at once; `at` is the argument that holds it. */
export function checked<Schema extends z.ZodType>(schema: Schema, input: unknown, at: Mistake['path'] = ['input']): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.map(({ path, message }) => ({ path: [...at, ...(path as Mistake['path'])], message })));
}

/** A filter, null being one that narrows nothing. INVALID_INPUT for texts that Postgres cannot hold, each with its path. */
export function checkedFilter<Filter extends object>(filter: Filter | null): Partial<Filter> {
  const wrong = Object.entries(filter ?? {}).filter(([, value]) => typeof value === 'string' && !storable(value));
  if (wrong.length > 0) throw invalidInput(wrong.map(([name]) => ({ path: ['filter', name], message: UNSTORABLE })));
  return filter ?? {};
}

/** The id itself. NOT_FOUND when it is no id at all, so that a malformed one looks like an unknown one. */
export function idOf(what: string, id: string): string {
  if (!isId(id)) throw notFound(what, id);
  return id;
}

/** The id, or null where none is given. NOT_FOUND when it is no id at all. */
export const optionalIdOf = (what: string, id: string | null | undefined): string | null => (id == null ? null : idOf(what, id));

const text = (max: number) =>
  z
    .string({ error: ({ input }) => (input == null ? 'Required' : 'Expected text') })
    .trim()
    .refine(...atMost(max))
    .refine(storable, UNSTORABLE);

/** Text that must say something. */
export const requiredText = (max: number) => text(max).min(1, 'Must not be empty');

/** Text that may be missing; empty counts as missing. */
export const optionalText = (max: number) => text(max).transform((value) => value || null).nullish();

/** A name of 1 to 200 characters. */
export const nameText = requiredText(MAX_NAME);

/** A short text of at most 200 characters, or null. */
export const shortText = optionalText(MAX_NAME);

/** A text of at most 4096 characters, or null. */
export const longText = optionalText(MAX_TEXT);

/** A phone number as people write it, normalized to "+5511999990000". */
export const requiredPhone = z.string({ error: 'Required' }).transform((value, context) => {
  const phone = normalizePhone(value);
  if (!phone) context.addIssue({ code: 'custom', message: 'Expected a phone number of 7 to 15 digits, such as +5511999990000' });
  return phone ?? z.NEVER;
});

/** The same, or null; empty counts as null. */
export const phoneNumber = z.preprocess(emptyAsNull, requiredPhone.nullish());

/** An e-mail address, or null; empty counts as null. */
export const emailAddress = z.preprocess(
  emptyAsNull,
  text(320).regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Expected an e-mail address').nullish(),
);

/** An amount of money, rounded half up to two decimals. */
export const money = z.union([z.string(), z.number()], { error: ({ input }) => (input == null ? 'Required' : 'Expected an amount') }).transform((value, context) => {
  const amount = decimalOf(value);
  if (amount === undefined) context.addIssue({ code: 'custom', message: 'Expected an amount such as "1500.00", of at most 17 digits before the point' });
  return amount ?? z.NEVER;
});

/** The id of something else; whether it exists is for the statement to say. */
export const reference = z.string({ error: ({ input }) => (input == null ? 'Required' : 'Expected an id') });

function emptyAsNull(value: unknown): unknown {
  return typeof value === 'string' && value.trim() === '' ? null : value;
}
