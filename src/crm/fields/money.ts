const AMOUNT = /^(-?)(\d{1,17})(?:\.(\d+))?$/;

/** The amount as text with two decimals, rounded half away from zero; undefined when it is none. */
export function decimalOf(value: string | number): string | undefined {
  const match = AMOUNT.exec(String(value).trim());
  if (!match) return undefined;
  const [, sign, whole, fraction = ''] = match;
  const cents = BigInt(`${whole}${fraction.slice(0, 2).padEnd(2, '0')}`) + ((fraction[2] ?? '0') >= '5' ? 1n : 0n);
  const digits = cents.toString().padStart(3, '0');
  return `${cents === 0n ? '' : sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
