import Big from 'big.js';
import { filters as LIQUID, isFalsy, toValue, type Context } from 'liquidjs';
import { toDecimalText } from '../../kernel/decimal.js';
import { costOf, type Cost } from './filter-costs.js';

type Calculation = (a: Big, b?: Big, option?: Big) => Big;
type Filter = (this: { context: Context }, value: unknown, ...args: unknown[]) => unknown;

// Excluded: filters that evaluate text as code (where_exp), grow lists (concat, push), or are not deterministic (sample).
const KEPT = `
  url_decode url_encode cgi_escape uri_escape slugify
  join last first reverse sort sort_natural size map compact slice where reject has find find_index uniq
  append prepend lstrip downcase upcase remove remove_first remove_last rstrip split strip strip_newlines squish capitalize
  replace replace_first replace_last truncate truncatewords normalize_whitespace number_of_words array_to_sentence_string
  escape escape_once xml_escape newline_to_br strip_html
  json to_integer base64_encode base64_decode sha256 hmac_sha256`;

const DATES = 'date date_to_xmlschema date_to_rfc822 date_to_string date_to_long_string';

const ZERO = new Big(0);
const MOST_DIGITS = 400;
const SHOWN_DIGITS = 15;
const SHOWN_PLACES = 6;

const CALCULATIONS: Record<string, Calculation> = {
  plus: (a, b = ZERO) => a.plus(b),
  minus: (a, b = ZERO) => a.minus(b),
  times: (a, b = ZERO) => a.times(b),
  divided_by: (a, b = ZERO, whole = ZERO) => (whole.eq(ZERO) ? quotient(a, b) : a.minus(remainder(a, b)).div(b)),
  modulo: (a, b = ZERO) => remainder(a, b),
  abs: (a) => a.abs(),
  at_least: (a, b = a) => (a.lt(b) ? b : a),
  at_most: (a, b = a) => (a.gt(b) ? b : a),
  round: (a, places = ZERO) =>
    a.round(Math.max(-MOST_DIGITS, Math.min(MOST_DIGITS, Math.trunc(places.toNumber()))), Big.roundHalfUp),
  ceil: (a) => a.round(0, a.gt(ZERO) ? Big.roundUp : Big.roundDown),
  floor: (a) => a.round(0, a.lt(ZERO) ? Big.roundUp : Big.roundDown),
};

// Enough digits for any reader: exact to the cent and beyond for money of any size.
function quotient(a: Big, b: Big): Big {
  const found = a.div(notZero(b));
  return found.round(Math.max(SHOWN_PLACES, SHOWN_DIGITS - 1 - found.e), Big.roundHalfUp);
}

// With the sign of the divisor, as in Liquid.
function remainder(a: Big, b: Big): Big {
  const left = a.mod(notZero(b));
  return left.eq(ZERO) || left.s === b.s ? left : left.plus(b);
}

function notZero(divisor: Big): Big {
  if (divisor.eq(ZERO)) throw new Error('Something is divided by zero');
  return divisor;
}

const named = (names: string) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, (LIQUID as Record<string, Filter>)[name]!] as const);

/** Every filter that a template may use. */
export const FILTERS: ReadonlyMap<string, Filter> = new Map(
  [
    ...named(KEPT),
    ...Object.entries(CALCULATIONS).map(([name, calculate]) => [name, exact(calculate)] as const),
    ['sum', total] as const,
    ...named(DATES).map(([name, filter]) => [name, inUtc(filter)] as const),
    ['default', orDefault] as const,
  ].map(([name, filter]) => [name, paid(filter, costOf(name))]),
);

// A filter is the longest operation between two steps: each checks the clock and is charged before it runs.
function paid(filter: Filter, cost: Cost): Filter {
  return function (...args) {
    this.context.renderLimit.check(performance.now());
    const [value, ...others] = args.map((each) => toValue(each) as unknown);
    this.context.memoryLimit.use(cost(value, ...others));
    return filter.apply(this, args);
  };
}

function exact(calculate: Calculation): Filter {
  return (...args) => inJson(calculate(...(args.map(numberIn) as [Big, Big?, Big?])));
}

// Money must stay exact: a number that JSON cannot represent is returned as text.
function inJson(number: Big): number | string {
  const text = limited(number.eq(ZERO) ? '0' : number.toFixed());
  return String(Number(text)) === text ? Number(text) : text;
}

// A value that is not a number counts as 0, as in Liquid.
function numberIn(given: unknown): Big {
  const value = toValue(given) as unknown;
  const text = toDecimalText(value) ?? toDecimalText(Number(value));
  return text === undefined ? ZERO : new Big(limited(text));
}

function limited(number: string): string {
  if (number.length > MOST_DIGITS) throw new Error(`A number has more than ${MOST_DIGITS} digits`);
  return number;
}

function* total(this: { context: Context }, given: unknown, property: unknown): Generator<unknown, unknown> {
  const list = toValue(given) as unknown;
  const values = property
    ? ((yield (LIQUID as Record<string, Filter>).map!.call(this, list, property)) as unknown[])
    : [list ?? []].flat();
  return inJson(values.map(numberIn).reduce((whole, part) => whole.plus(part), ZERO));
}

// JavaScript parses a time without a zone in the zone of the machine.
function inUtc(filter: Filter): Filter {
  return function (value, ...args) {
    const zoneless = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/.test(value);
    return filter.call(this, zoneless ? `${value.replace(' ', 'T')}Z` : value, ...args);
  };
}

// Liquid's own filter treats a text of spaces as present.
function orDefault(this: { context: Context }, given: unknown, ...[otherwise, ...options]: unknown[]): unknown {
  const value = toValue(given) as unknown;
  const isAllowedFalse =
    value === false &&
    options.some((pair: unknown) => Array.isArray(pair) && pair[0] === 'allow_false' && pair[1] === true);
  if (isAllowedFalse) return value;
  const isEmpty = Array.isArray(value)
    ? value.length === 0
    : typeof value === 'string'
      ? value.trim() === ''
      : isFalsy(value, this.context);
  return isEmpty ? otherwise : value;
}
