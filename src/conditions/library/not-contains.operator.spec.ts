import { notContainsOperator } from './not-contains.operator.js';

describe('not_contains', () => {
  it.each<[unknown, unknown]>([
    ['Hello Ana', 'ana'],
    [['VIP'], 'VI'],
    [1500, 5],
    [{ Ana: 1 }, 'Ana'],
    [undefined, ''],
    [null, 'x'],
  ])('holds for %p and %p', (actual, operand) => expect(notContainsOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    ['Hello Ana', 'Ana'],
    [['VIP', 'Gold'], ' VIP'],
    [[10, 5], '10.0'],
    ['Order 42', 42],
  ])('does not hold for %p and %p', (actual, operand) => expect(notContainsOperator.test(actual, operand)).toBe(false));
});
