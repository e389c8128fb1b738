import fc from 'fast-check';
import { compareDecimals } from './decimal.js';
import { difference, down, nearest, product, quotient, remainder, rounded, sum, textOfExact, toExact, up, type Exact } from './exact.js';

const exact = fc.record({ units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), scale: fc.nat(8) });
const divisor = exact.filter(({ units }) => units !== 0n);
const read = (text: string) => toExact(text)!;
const same = (a: Exact, b: Exact) => compareDecimals(textOfExact(a), textOfExact(b)) === 0;

it('writes a number as it was read', () => {
  fc.assert(fc.property(exact, (number) => same(read(textOfExact(number)), number)));
});

it('takes away what it added, and gives back what it multiplied', () => {
  fc.assert(fc.property(exact, exact, (a, b) => same(difference(sum(a, b), b), a)));
  fc.assert(fc.property(exact, divisor, exact, (a, b, c) => same(product(sum(a, c), b), sum(product(a, b), product(c, b)))));
});

it('counts cents as whole numbers do', () => {
  const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  fc.assert(fc.property(cents, cents, (a, b) => sum({ units: a, scale: 2 }, { units: b, scale: 2 }).units === a + b));
});

it('divides to within half of the last place, at least the sixth', () => {
  fc.assert(
    fc.property(exact, divisor, (a, b) => {
      const found = quotient(a, b);
      const error = difference(product(found, b), a);
      const allowed = product(b, { units: 5n, scale: found.scale + 1 });
      expect(found.scale).toBeGreaterThanOrEqual(6);
      expect(compareDecimals(textOfExact(error).replace('-', ''), textOfExact(allowed).replace('-', ''))).toBeLessThanOrEqual(0);
    }),
  );
});

it('leaves a remainder smaller than the divisor, of its sign, after a whole multiple', () => {
  fc.assert(
    fc.property(exact, divisor, (a, b) => {
      const left = remainder(a, b);
      expect(remainder(difference(a, left), b).units).toBe(0n);
      expect(left.units === 0n || left.units < 0n === b.units < 0n).toBe(true);
    }),
  );
});

it.each([
  ['2.5', 0, '3', '2', '3'],
  ['-2.5', 0, '-3', '-3', '-2'],
  ['1.005', 2, '1.01', '1', '1.01'],
  ['1250', -2, '1300', '1200', '1300'],
  ['12345678901234567.895', 2, '12345678901234567.9', '12345678901234567.89', '12345678901234567.9'],
  ['7', 2, '7', '7', '7'],
])('rounds %s to %d places: the nearest %s, down %s, up %s', (text, places, ...expected) => {
  expect([nearest, down, up].map((rounding) => textOfExact(rounded(read(text), places, rounding)))).toEqual(expected);
});

it('refuses to divide by zero, and numbers without end', () => {
  expect(() => quotient(read('1'), read('0.00'))).toThrow('divided by zero');
  expect(() => remainder(read('1'), read('0'))).toThrow('divided by zero');
  expect(() => read('9'.repeat(401))).toThrow('more than 400 digits');
  expect(() => textOfExact(product(read('9'.repeat(300)), read('9'.repeat(300))))).toThrow('more than 400 digits');
});
