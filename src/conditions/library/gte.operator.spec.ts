import { gteOperator } from './gte.operator.js';

describe('gte', () => {
  it.each<[unknown, unknown]>([
    [101, 100],
    ['100.10', '100.09'],
    ['9007199254740993', '9007199254740992'],
    ['2026-02-01T00:00:00Z', '2026-01-31'],
    [new Date('2026-02-01'), '2026-01-31T10:00:00+03:00'],
    [100, '100.00'],
    ['2026-01-31T02:00:00+02:00', '2026-01-31'],
  ])('holds for %p and %p', (actual, operand) => expect(gteOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    [99, 100],
    ['-1.5', -1],
    ['2026-01-30', '2026-01-31'],
    [null, 0],
    [undefined, 0],
    ['abc', 'abc'],
    ['2026-01-31', 5],
    [true, 1],
    [[5], 5],
    [Number.NaN, 5],
  ])('does not hold for %p and %p', (actual, operand) => expect(gteOperator.test(actual, operand)).toBe(false));
});
