import { inOperator } from './in.operator.js';

describe('in', () => {
  it.each<[unknown, unknown]>([
    ['Won', ['Lost', ' Won']],
    ['80.00', [1, 80]],
  ])('holds for %p and %p', (actual, operand) => expect(inOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    ['Won', ['Lost', 'won']],
    [['Won'], ['Won']],
    ['Won', 'Won'],
    [undefined, ['x']],
    [null, ['null', '']],
  ])('does not hold for %p and %p', (actual, operand) => expect(inOperator.test(actual, operand)).toBe(false));
});
