import { notEqualsOperator } from './not-equals.operator.js';

describe('not_equals', () => {
  it.each<[unknown, unknown]>([
    ['won', 'Won'],
    ['0.30000000000000004', 0.3],
    ['007', '7'],
    ['1.10', '1.1'],
    [['Won'], 'Won'],
    [{}, '{}'],
    [undefined, ''],
    [null, 'x'],
  ])('holds for %p and %p', (actual, operand) => expect(notEqualsOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    ['Won', ' Won '],
    [80, '80.00'],
    [0.1, '0.10'],
    ['80', 80],
    [true, 'true'],
    [new Date('2026-01-31T00:00:00Z'), '2026-01-31'],
  ])('does not hold for %p and %p', (actual, operand) => expect(notEqualsOperator.test(actual, operand)).toBe(false));
});
