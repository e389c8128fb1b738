import fc from 'fast-check';
import { inexactNumbers, isExact } from './json-numbers.js';

describe('isExact', () => {
  it.each([
    '0',
    '-0',
    '1.10',
    '100',
    '1e3',
    '1E+2',
    '0.1',
    '123456789012345',
    '9007199254740992',
    '0.30000000000000004',
    '1e21',
    '1.5e300',
    '5e-324',
    '0.000e999',
    '12345678901234567000',
  ])('accepts %s, which stays the same number', (numeral) => expect(isExact(numeral)).toBe(true));

  it.each([
    '1e400',
    '-1e400',
    '1e-400',
    '12345678901234567890',
    '9007199254740993',
    '-9007199254740993.0',
    '12345678901234567.89',
    '0.1000000000000000055511151231257827',
    '1.00000000000000001e5',
  ])('rejects %s, which would become another number', (numeral) => expect(isExact(numeral)).toBe(false));

  it('accepts every number that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => isExact(JSON.stringify(number))),
    );
  });

  it('accepts an integer exactly when JavaScript writes the same one back', () => {
    const integers = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(integers, (number) => isExact(String(number)) === (BigInt(String(Number(number))) === number)),
    );
  });
});

describe('inexactNumbers', () => {
  it('returns the path of each', () => {
    const text =
      '{"a": 1e400, "b\\"": [1, {"c": "9007199254740993", "d": 9007199254740993}, [2, 1e400]], "e": {"f": [], "g": -1e400}, "h": 5 }';
    expect(inexactNumbers(text)).toEqual([['a'], ['b"', 1, 'd'], ['b"', 2, 1], ['e', 'g']]);
    expect(inexactNumbers('1e400')).toEqual([[]]);
  });

  it('finds nothing in JSON that JavaScript writes, and every inexact number that was inserted', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        expect(inexactNumbers(JSON.stringify(value, null, space))).toEqual([]);
        const [first] = inexactNumbers(
          JSON.stringify([0, { 'x : "y"': value, here: 'HERE' }], null, space).replace('"HERE"', '1e400'),
        );
        if (!JSON.stringify(value).includes('HERE')) expect(first).toEqual([1, 'here']);
      }),
    );
  });
});
