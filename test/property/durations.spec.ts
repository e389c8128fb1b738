import fc from 'fast-check';
import { parseDuration } from '../../src/kernel/duration.js';
import { holds } from './support/seeded.js';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 };
const unit = fc.constantFrom(...(Object.keys(SECONDS) as (keyof typeof SECONDS)[]));
const count = fc.integer({ min: 0, max: 999_999_999 });
const blanks = fc.constantFrom('', ' ', '\n', '  ');

it('reads any whole number of seconds, minutes, hours or days, ignoring surrounding blanks', () =>
  holds(
    fc.property(count, unit, fc.tuple(blanks, blanks), (n, letter, [before, after]) =>
      expect(parseDuration(`${before}${n}${letter}${after}`)).toBe(n * SECONDS[letter] * 1_000),
    ),
  ));

it('orders durations by their seconds', () =>
  holds(
    fc.property(fc.tuple(count, unit), fc.tuple(count, unit), ([n, a], [m, b]) =>
      expect(Math.sign(parseDuration(`${n}${a}`)! - parseDuration(`${m}${b}`)!)).toBe(
        Math.sign(n * SECONDS[a] - m * SECONDS[b]),
      ),
    ),
  ));

it('reads nothing from a text that is not a duration', () => {
  const spoiled = fc.oneof(
    fc.tuple(count, unit, count, unit).map(([n, a, m, b]) => `${n}${a}${m}${b}`),
    fc
      .tuple(count, fc.constantFrom('', 'ms', 'w', 'y', 'H', 'D', 'min', ' h', 'h.'))
      .map(([n, letter]) => `${n}${letter}`),
    fc
      .tuple(fc.constantFrom('-', '+', '1.', '1e', '0x', '٣', ','), count, unit)
      .map(([before, n, letter]) => `${before}${n}${letter}`),
    unit,
    fc.tuple(fc.bigInt({ min: 1_000_000_000n, max: 10n ** 40n }), unit).map(([n, letter]) => `${n}${letter}`),
  );
  return holds(fc.property(spoiled, (text) => expect(parseDuration(text)).toBeUndefined()));
});
