import { notInOperator } from './not-in.operator.js';

describe('not_in', () => {
  it.each<[unknown, unknown]>([
    ['Won', ['Lost', 'won']],
    [['Won'], ['Won']],
    ['Won', 'Won'],
    ['1.10', ['1.1']],
    [undefined, ['x']],
    [null, ['null', '']],
  ])('holds for %p and %p', (actual, operand) => expect(notInOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    ['Won', ['Lost', ' Won']],
    [80, [1, '80.00']],
  ])('does not hold for %p and %p', (actual, operand) => expect(notInOperator.test(actual, operand)).toBe(false));
});
