const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Whether a value is a number, or text that is a plain decimal number. */
export const isDecimal = (value: unknown): value is string | number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && value.length <= 64 && DECIMAL.test(value.trim()));

/** Compares two decimals exactly: negative, zero or positive. */
export function compareDecimals(a: string | number | bigint, b: string | number | bigint): number {
  const [x, y] = [plain(a), plain(b)];
  if (!x || !y) return Number(a) - Number(b);
  const scale = Math.max(x.fraction.length, y.fraction.length);
  const [left, right] = [scaled(x, scale), scaled(y, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

interface Plain {
  sign: string;
  whole: string;
  fraction: string;
}

function plain(value: string | number | bigint): Plain | undefined {
  const match = DECIMAL.exec(String(value).trim());
  return match ? { sign: match[1]!, whole: match[2]!, fraction: match[3] ?? '' } : undefined;
}

const scaled = ({ sign, whole, fraction }: Plain, scale: number) => BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction.padEnd(scale, '0')}`);
