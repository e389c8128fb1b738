import { LIMITS } from '../limits.js';

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;
const MOST_CENTS = 10n ** BigInt(LIMITS.maxMoneyDigits + 2) - 1n;

/** The amount as text with two decimals, rounded half away from zero; undefined if it is not an amount or exceeds an order's limit. */
export function decimalOf(value: string | number): string | undefined {
  const match = AMOUNT.exec(String(value).trim());
  if (!match || match[2]!.length > LIMITS.maxMoneyDigits) return undefined;
  const [, sign, whole, fraction = ''] = match;
  const cents = BigInt(`${whole}${fraction.slice(0, 2).padEnd(2, '0')}`) + ((fraction[2] ?? '0') >= '5' ? 1n : 0n);
  if (cents > MOST_CENTS) return undefined;
  const digits = cents.toString().padStart(3, '0');
  return `${cents === 0n ? '' : sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The error message for an invalid amount. */
export const NO_AMOUNT = `Expected an amount such as "1500.00", with at most ${LIMITS.maxMoneyDigits} digits before the point`;
