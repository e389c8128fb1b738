import Big from 'big.js';

// No leading zeros and no plus sign: "007" and "+5511" are identifiers, not numbers.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** The number as plain decimal text without redundant zeros; undefined unless it is a finite number or number text. */
export function toDecimalText(value: unknown): string | undefined {
  const decimal = toDecimal(value);
  return decimal && (decimal.eq(0) ? '0' : decimal.toFixed());
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`, without rounding; undefined unless both are numbers. */
export function compareDecimals(a: unknown, b: unknown): number | undefined {
  const left = toDecimal(a);
  const right = left && toDecimal(b);
  return right && left.cmp(right);
}

function toDecimal(value: unknown): Big | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? new Big(value) : undefined;
  const text = typeof value === 'string' ? value.trim() : '';
  return NUMBER.test(text) ? new Big(text) : undefined;
}
