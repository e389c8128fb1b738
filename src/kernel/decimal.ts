/** A plain decimal number in parts, ready to compare. */
interface Decimal {
  negative: boolean;
  whole: string;
  fraction: string;
}

// No leading zeros and no plus: "007" and "+5511" name something, they do not count it.
const PLAIN = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;
const SCIENTIFIC = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/** The number as plain decimal text without needless zeros; undefined for what is no finite number or number text. */
export function toDecimalText(value: unknown): string | undefined {
  const decimal = parse(value);
  if (!decimal) return undefined;
  const { negative, whole, fraction } = decimal;
  return `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** Below, at or above zero as `a` is less than, equal to or greater than `b`, without rounding; undefined unless both are numbers. */
export function compareDecimals(a: unknown, b: unknown): number | undefined {
  const left = parse(a);
  const right = left && parse(b);
  if (!left || !right) return undefined;
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const size = compareSizes(left, right);
  return left.negative ? 0 - size : size;
}

function parse(value: unknown): Decimal | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? ofText(plain(String(value))) : undefined;
  return typeof value === 'string' ? ofText(value.trim()) : undefined;
}

function ofText(text: string): Decimal | undefined {
  const match = PLAIN.exec(text);
  if (!match) return undefined;
  const [, sign, whole, digits = ''] = match;
  const fraction = withoutTrailingZeros(digits);
  return { negative: sign === '-' && (whole !== '0' || fraction !== ''), whole: whole!, fraction };
}

// JavaScript writes very large and very small numbers as 1.5e+21 and 1e-7.
function plain(text: string): string {
  const match = SCIENTIFIC.exec(text);
  if (!match) return text;
  const [, sign, digit, fraction = '', exponent] = match;
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${digit}${fraction}`;
  return `${sign}${digit}${fraction.slice(0, shift).padEnd(shift, '0')}${fraction.length > shift ? `.${fraction.slice(shift)}` : ''}`;
}

// A loop and no /0+$/, which takes quadratic time on a long run of zeros inside.
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

function compareSizes(a: Decimal, b: Decimal): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  return a.fraction === b.fraction ? 0 : a.fraction < b.fraction ? -1 : 1;
}
