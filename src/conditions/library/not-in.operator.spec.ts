import { notInOperator } from './not-in.operator.js';

describe('not_in', () => {
  it.each<[unknown, unknown]>([
    ['Won', ['Lost', 'won']],
    [['Won'], ['Won']],
    ['Won', 'Won'],
    [undefined, ['x']],
    [null, ['null', '']],
  ])('holds for %p and %p', (actual, operand) => expect(notInOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    ['Won', ['Lost', ' Won']],
    ['80.00', [1, 80]],
  ])('does not hold for %p and %p', (actual, operand) => expect(notInOperator.test(actual, operand)).toBe(false));
});
