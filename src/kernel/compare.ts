import { compareDecimals, toDecimalText } from './decimal.js';

const ISO_DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;

/** Whether the value is neither undefined nor null. */
export const isPresent = (value: unknown) => value !== undefined && value !== null;

/** Milliseconds since 1970 of a Date or an ISO 8601 text (UTC if it names no zone); undefined for anything else. */
export function instantOf(value: unknown): number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
  const match = typeof value === 'string' ? ISO_DATE.exec(value.trim()) : null;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const midnight = midnightOf(year, month, day);
  if (midnight === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1_000);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1_000 + ms - zoneMs(match[8]);
}

/** Compares two numbers or two dates; undefined if they cannot be compared. */
export function compareValues(a: unknown, b: unknown): number | undefined {
  const numbers = compareDecimals(a, b);
  if (numbers !== undefined) return numbers;
  const left = instantOf(a);
  const right = left === undefined ? undefined : instantOf(b);
  return left === undefined || right === undefined ? undefined : left - right;
}

/** Whether a value is compared as text: the fact is a text, or its type is unknown and the value is a text. */
export function isText(value: unknown, type: string = ANY): boolean {
  return type === 'text' || (WITHOUT_KIND.has(type) && typeof value === 'string');
}

const ANY = 'any';
const WITHOUT_KIND = new Set([ANY, 'list', 'object']);

/**
 * Whether a fact of a type equals a scalar: texts are compared trimmed, so "1.10" is not "1.1"; numbers as numbers and dates
 * as dates. Null equals nothing.
 */
export function sameValue(actual: unknown, operand: unknown, type?: string): boolean {
  const left = textOf(actual);
  const right = textOf(operand);
  if (left === undefined || right === undefined) return false;
  return left === right || (!isText(actual, type) && compareValues(actual, operand) === 0);
}

/** A text that two scalars of any type share whenever `sameValue` is true for them; undefined for null and non-scalars. */
export function keyOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const number = toDecimalText(value);
  if (number !== undefined) return `number ${number}`;
  const instant = instantOf(value);
  return instant === undefined ? `text ${text}` : `instant ${instant}`;
}

/** Whether a list of scalars contains a value equal to a fact of a type. */
export const isOneOf = (actual: unknown, list: unknown, type?: string): boolean =>
  Array.isArray(list) && list.some((each) => sameValue(actual, each, type));

/** Whether a text contains a text literally, or a list contains an equal element. */
export function containsValue(whole: unknown, part: unknown): boolean {
  if (Array.isArray(whole)) return whole.some((each) => sameValue(each, part));
  return (
    typeof whole === 'string' && (typeof part === 'string' || typeof part === 'number') && whole.includes(String(part))
  );
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return toDecimalText(value) ?? String(value);
  if (typeof value === 'boolean') return String(value);
  return value instanceof Date && instantOf(value) !== undefined ? value.toISOString() : undefined;
}

function midnightOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  // Date.UTC maps the years 0 to 99 to 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function zoneMs(zone = 'Z'): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
