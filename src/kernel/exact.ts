import { toDecimalText } from './decimal.js';

/** An exact decimal number: so many units of 10^-scale. */
export interface Exact {
  units: bigint;
  scale: number;
}

/** A quotient as a whole number; the divisor is not zero. */
export type Rounding = (dividend: bigint, divisor: bigint) => bigint;

const MOST_DIGITS = 400;
const DIGITS_OF_QUOTIENT = 14;
const PLACES_OF_QUOTIENT = 6;

/** The number as it is written; undefined for what is no finite number or number text. Throws for one of more than 400 digits. */
export function toExact(value: unknown): Exact | undefined {
  const text = toDecimalText(value);
  if (text === undefined) return undefined;
  if (text.length > MOST_DIGITS) throw tooLong();
  const [whole, fraction = ''] = text.split('.') as [string, string?];
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** Plain decimal text without needless zeros. Throws for more than 400 digits. */
export function textOfExact({ units, scale }: Exact): string {
  const digits = String(sizeOf(units)).padStart(scale + 1, '0');
  if (digits.length > MOST_DIGITS) throw tooLong();
  const point = digits.length - scale;
  return toDecimalText(`${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`)!;
}

export const sum = (a: Exact, b: Exact): Exact => aligned(a, b, (left, right) => left + right);

export const difference = (a: Exact, b: Exact): Exact => aligned(a, b, (left, right) => left - right);

export const product = (a: Exact, b: Exact): Exact => ({ units: a.units * b.units, scale: a.scale + b.scale });

/** To about 14 digits, and never fewer than 6 after the point. Throws for a divisor of zero. */
export function quotient(a: Exact, b: Exact): Exact {
  const scale = Math.max(PLACES_OF_QUOTIENT, DIGITS_OF_QUOTIENT - magnitudeOf(a) + magnitudeOf(b));
  return { units: nearest(a.units * tenTo(scale + b.scale), notZero(b).units * tenTo(a.scale)), scale };
}

/** What `a` is over a whole multiple of `b`, with the sign of `b`. Throws for a divisor of zero. */
export const remainder = (a: Exact, b: Exact): Exact => aligned(a, notZero(b), (left, right) => left - right * down(left, right));

/** With so many digits after the point at most; before the point where it is negative. */
export function rounded(number: Exact, places: number, rounding: Rounding): Exact {
  if (places >= number.scale) return number;
  const kept = Math.max(places, -MOST_DIGITS);
  const units = rounding(number.units, tenTo(number.scale - kept));
  return kept < 0 ? { units: units * tenTo(-kept), scale: 0 } : { units, scale: kept };
}

/** To the nearest; from the middle away from zero. */
export const nearest: Rounding = (dividend, divisor) => {
  const size = (2n * sizeOf(dividend) + sizeOf(divisor)) / (2n * sizeOf(divisor));
  return dividend < 0n === divisor < 0n ? size : -size;
};

/** Towards minus infinity. */
export const down: Rounding = (dividend, divisor) => {
  const isBetween = dividend % divisor !== 0n && dividend < 0n !== divisor < 0n;
  return dividend / divisor - (isBetween ? 1n : 0n);
};

/** Towards plus infinity. */
export const up: Rounding = (dividend, divisor) => -down(-dividend, divisor);

function aligned(a: Exact, b: Exact, calculate: (left: bigint, right: bigint) => bigint): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { units: calculate(a.units * tenTo(scale - a.scale), b.units * tenTo(scale - b.scale)), scale };
}

function notZero(divisor: Exact): Exact {
  if (divisor.units === 0n) throw new Error('Something is divided by zero');
  return divisor;
}

const sizeOf = (units: bigint) => (units < 0n ? -units : units);

const tenTo = (power: number) => 10n ** BigInt(power);

const magnitudeOf = ({ units, scale }: Exact) => String(sizeOf(units)).length - scale;

const tooLong = () => new Error(`A number has more than ${MOST_DIGITS} digits`);
