import { compareDecimals, toDecimalText } from './decimal.js';

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;

/** Neither missing nor null. */
export const isPresent = (value: unknown) => value !== undefined && value !== null;

/** Milliseconds since 1970 of a Date or an ISO 8601 text, read as UTC when it names no zone; undefined for anything else. */
export function instantOf(value: unknown): number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
  const match = typeof value === 'string' ? ISO_DATE.exec(value.trim()) : null;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const midnight = midnightOf(year, month, day);
  if (midnight === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1_000);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1_000 + ms - zoneMs(match[8]);
}

/** Orders two numbers, or two dates; undefined when they cannot be compared. */
export function compareValues(a: unknown, b: unknown): number | undefined {
  const numbers = compareDecimals(a, b);
  if (numbers !== undefined) return numbers;
  const left = instantOf(a);
  const right = left === undefined ? undefined : instantOf(b);
  return left === undefined || right === undefined ? undefined : left - right;
}

/** Whether two scalars say the same: numbers as numbers, dates as dates, anything else as trimmed text. Null is like nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  const left = textOf(a);
  const right = textOf(b);
  if (left === undefined || right === undefined) return false;
  return left === right || compareValues(a, b) === 0;
}

/** A text that two scalars share just when `sameValue` holds of them; undefined for what is no scalar, and for nothing. */
export function keyOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const number = toDecimalText(value);
  if (number !== undefined) return `number ${number}`;
  const instant = instantOf(value);
  return instant === undefined ? `text ${text}` : `instant ${instant}`;
}

/** Whether a list of scalars holds one that says the same. */
export const isOneOf = (value: unknown, list: unknown): boolean => Array.isArray(list) && list.some((each) => sameValue(value, each));

/** Whether a text holds a piece of text as it is written, or a list an element that says the same. */
export function containsValue(whole: unknown, part: unknown): boolean {
  if (Array.isArray(whole)) return isOneOf(part, whole);
  return typeof whole === 'string' && (typeof part === 'string' || typeof part === 'number') && whole.includes(String(part));
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return toDecimalText(value) ?? String(value);
  if (typeof value === 'boolean') return String(value);
  return value instanceof Date && instantOf(value) !== undefined ? value.toISOString() : undefined;
}

function midnightOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  // Date.UTC takes the years 0 to 99 for those of the last century.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function zoneMs(zone = 'Z'): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
