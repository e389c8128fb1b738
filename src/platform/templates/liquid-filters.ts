import { filters as LIQUID, isFalsy, toValue, type Context } from 'liquidjs';

type Filter = (this: { context: Context }, value: unknown, ...args: unknown[]) => unknown;

// Left out: what evaluates text as code (where_exp), multiplies lists (concat, push), or answers otherwise each time (sample).
const KEPT = `
  at_least at_most abs ceil floor modulo round
  url_decode url_encode cgi_escape uri_escape slugify
  join last first reverse sort sort_natural size map sum compact slice where reject has find find_index uniq
  append prepend lstrip downcase upcase remove remove_first remove_last rstrip split strip strip_newlines squish capitalize
  replace replace_first replace_last truncate truncatewords normalize_whitespace number_of_words array_to_sentence_string
  escape escape_once xml_escape newline_to_br strip_html
  json to_integer base64_encode base64_decode sha256 hmac_sha256`;

const EXACT = 'plus minus times divided_by';
const DATES = 'date date_to_xmlschema date_to_rfc822 date_to_string date_to_long_string';

const named = (names: string) => names.trim().split(/\s+/).map((name) => [name, (LIQUID as Record<string, Filter>)[name]!] as const);

/** Every filter that a template may use. */
export const FILTERS: ReadonlyMap<string, Filter> = new Map(
  [
    ...named(KEPT),
    ...named(EXACT).map(([name, filter]) => [name, exact(filter)] as const),
    ...named(DATES).map(([name, filter]) => [name, inUtc(filter)] as const),
    ['default', orDefault] as const,
  ].map(([name, filter]) => [name, paid(filter)]),
);

// A filter is the longest thing that happens between two steps, so each looks at the clock.
function paid(filter: Filter): Filter {
  return function (...args) {
    this.context.renderLimit.check(performance.now());
    return filter.apply(this, args);
  };
}

// 0.1 and 0.2 are 0.3 to whoever reads the message.
function exact(filter: Filter): Filter {
  return function (...args) {
    return Number((filter.apply(this, args) as number).toPrecision(15));
  };
}

// JavaScript reads a time without a zone in the zone of the machine.
function inUtc(filter: Filter): Filter {
  return function (value, ...args) {
    const zoneless = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/.test(value);
    return filter.call(this, zoneless ? `${value.replace(' ', 'T')}Z` : value, ...args);
  };
}

// Liquid's own takes a text of spaces for one that is there.
function orDefault(this: { context: Context }, given: unknown, ...[otherwise, ...options]: unknown[]): unknown {
  const value = toValue(given);
  const isAllowedFalse = value === false && options.some((pair) => Array.isArray(pair) && pair[0] === 'allow_false' && pair[1] === true);
  if (isAllowedFalse) return value;
  const isEmpty = Array.isArray(value) ? value.length === 0 : typeof value === 'string' ? value.trim() === '' : isFalsy(value, this.context);
  return isEmpty ? otherwise : value;
}
