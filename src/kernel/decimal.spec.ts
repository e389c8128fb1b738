import fc from 'fast-check';
import { compareDecimals, toDecimalText } from './decimal.js';

const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const textOf = (amount: bigint) => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

describe('compareDecimals', () => {
  it('orders amounts of any size like their cents', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(Math.sign(compareDecimals(textOf(a), textOf(b))!)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('orders numbers as JavaScript does', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (a, b) => Math.sign(compareDecimals(a, b)!) === (a < b ? -1 : a > b ? 1 : 0)),
    );
  });

  it('distinguishes numbers that are equal in floating point', () => {
    expect(compareDecimals('0.30000000000000001', '0.3')).toBeGreaterThan(0);
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
  });

  it.each([
    ['1500.00', 1500],
    [' 0.10', 0.1],
    ['-0.00', 0],
    ['0.0000001', 1e-7],
    ['1500000000000000000000', 1.5e21],
  ])('%p and %p are the same number', (a, b) => expect(compareDecimals(a, b)).toBe(0));

  it.each([
    '',
    ' ',
    '007',
    '+5511',
    '1e3',
    '1,5',
    '0x10',
    '.5',
    'NaN',
    Number.NaN,
    Infinity,
    null,
    undefined,
    true,
    [],
    {},
  ])('%p is not a number', (value) => expect(compareDecimals(value, 1)).toBeUndefined());
});

describe('toDecimalText', () => {
  it('writes a number without redundant zeros', () => {
    expect(['80.00', '80.50', 1e21, -0].map(toDecimalText)).toEqual(['80', '80.5', '1000000000000000000000', '0']);
  });
});
