import { z } from 'zod';
import { invalidInput, notFound, type Mistake } from '../errors.js';
import { toId } from '../ids.js';
import { atMost } from '../text.js';
import { decimalOf, NO_AMOUNT } from './money.js';
import { normalizePhone } from './phone.js';

const MAX_NAME = 200;
const MAX_TEXT = 4096;
const MAX_FILTER = 400;
/** The message for a text that Postgres cannot store. */
export const UNSTORABLE = 'Contains a character that cannot be stored';

/** Whether Postgres can store the text: no NUL and no unpaired surrogate. */
export const storable = (text: string) => !text.includes('\0') && !/\p{Cs}/u.test(text);

/** Parses the input. Throws INVALID_INPUT with all mistakes at once; `at` is the argument that holds it. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  at: Mistake['path'] = ['input'],
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    parsed.error.issues.map(({ path, message }) => ({ path: [...at, ...(path as Mistake['path'])], message })),
  );
}

/**
 * Parses a filter; null filters nothing. `at` is the argument that holds it. Throws INVALID_INPUT for texts that cannot be
 * stored and for texts that are too long, each with its path.
 */
export function checkedFilter<Filter extends object>(
  filter: Filter | null,
  at: Mistake['path'] = ['filter'],
): Partial<Filter> {
  const mistakes = Object.entries(filter ?? {}).flatMap(([name, value]) => {
    const message = typeof value === 'string' ? filterMistake(value) : undefined;
    return message ? [{ path: [...at, name], message }] : [];
  });
  if (mistakes.length > 0) throw invalidInput(mistakes);
  return filter ?? {};
}

function filterMistake(text: string): string | undefined {
  if (text.length > MAX_FILTER) return `At most ${MAX_FILTER} characters`;
  return storable(text) ? undefined : UNSTORABLE;
}

/** The id in lower case. NOT_FOUND if it is not a UUID, so that a malformed id looks like an unknown one. */
export function idOf(what: string, text: string): string {
  const id = toId(text);
  if (!id) throw notFound(what, text);
  return id;
}

/** The id in lower case, or null if none is given. NOT_FOUND if it is not a UUID. */
export const optionalIdOf = (what: string, id: string | null | undefined): string | null =>
  id == null ? null : idOf(what, id);

const text = (max: number) =>
  z
    .string({ error: ({ input }) => (input == null ? 'Required' : 'Expected text') })
    .trim()
    .refine(...atMost(max))
    .refine(storable, UNSTORABLE);

/** Text that must not be empty. */
export const requiredText = (max: number) => text(max).min(1, 'Must not be empty');

/** Text that may be missing; empty text counts as missing. */
const optionalText = (max: number) =>
  text(max)
    .transform((value) => value || null)
    .nullish();

/** A name of 1 to 200 characters. */
export const nameText = requiredText(MAX_NAME);

/** A short text of at most 200 characters, or null. */
export const shortText = optionalText(MAX_NAME);

/** A text of at most 4096 characters, or null. */
export const longText = optionalText(MAX_TEXT);

/** A phone number in any notation, normalized to "+5511999990000". */
export const requiredPhone = z.string({ error: 'Required' }).transform((value, context) => {
  const phone = normalizePhone(value);
  if (!phone)
    context.addIssue({ code: 'custom', message: 'Expected a phone number of 7 to 15 digits, such as +5511999990000' });
  return phone ?? z.NEVER;
});

/** A phone number, or null; an empty text counts as null. */
export const phoneNumber = z.preprocess(emptyAsNull, requiredPhone.nullish());

// Labels contain no dots, so each character matches in only one way and a long text takes linear time.
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** An e-mail address, or null; empty counts as null. */
export const emailAddress = z.preprocess(
  emptyAsNull,
  text(320)
    .check(z.email({ pattern: EMAIL, error: 'Expected an e-mail address' }))
    .nullish(),
);

/** An amount of money, rounded half up to two decimals. */
export const money = z
  .union([z.string(), z.number()], { error: ({ input }) => (input == null ? 'Required' : 'Expected an amount') })
  .transform((value, context) => {
    const amount = decimalOf(value);
    if (amount === undefined) context.addIssue({ code: 'custom', message: NO_AMOUNT });
    return amount ?? z.NEVER;
  });

/** The id of another object; the statement checks whether it exists. */
export const reference = z.string({ error: ({ input }) => (input == null ? 'Required' : 'Expected an id') });

function emptyAsNull(value: unknown): unknown {
  return typeof value === 'string' && value.trim() === '' ? null : value;
}

/** A moment: a Date, or text in ISO 8601 with an offset. */
export const instant = z.union([z.date(), z.iso.datetime({ offset: true })], {
  error: 'Expected a time such as 2026-01-31T09:00:00Z',
});

/** A time zone of the IANA database. */
export const timeZone = z
  .string()
  .max(100, 'At most 100 characters')
  .refine(isTimeZone, {
    error: 'Expected a time zone such as America/Bogota',
    params: { certain: true },
  });

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** A currency of ISO 4217, in upper case. */
export const currency = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => CURRENCIES.has(code), 'Expected a currency of ISO 4217, such as COP');

/** A locale of BCP 47 for which numbers and dates can be written, in its canonical form. */
export const locale = z.string().transform((tag, context) => {
  const known = knownLocale(tag.trim());
  if (!known) context.addIssue({ code: 'custom', message: 'Expected a locale of BCP 47, such as es-CO' });
  return known ?? z.NEVER;
});

const MAX_LOCALE = 35;

function knownLocale(tag: string): string | undefined {
  try {
    return tag.length <= MAX_LOCALE ? Intl.DateTimeFormat.supportedLocalesOf(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}
