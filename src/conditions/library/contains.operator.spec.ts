import { containsOperator } from './contains.operator.js';

describe('contains', () => {
  it.each<[unknown, unknown]>([
    ['Hello Ana', 'Ana'],
    [['VIP', 'Gold'], ' VIP'],
    [[10, 5], '10.0'],
    ['Order 42', 42],
  ])('holds for %p and %p', (actual, operand) => expect(containsOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    ['Hello Ana', 'ana'],
    [['VIP'], 'VI'],
    [['1.10'], '1.1'],
    [1500, 5],
    [{ Ana: 1 }, 'Ana'],
    [undefined, ''],
    [null, 'x'],
  ])('does not hold for %p and %p', (actual, operand) => expect(containsOperator.test(actual, operand)).toBe(false));
});
