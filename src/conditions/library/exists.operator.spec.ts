import { existsOperator } from './exists.operator.js';

describe('exists', () => {
  it.each<[unknown, unknown]>([
    ['', undefined],
    [0, undefined],
    [false, undefined],
    [[], undefined],
  ])('holds for %p and %p', (actual, operand) => expect(existsOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    [null, undefined],
    [undefined, undefined],
  ])('does not hold for %p and %p', (actual, operand) => expect(existsOperator.test(actual, operand)).toBe(false));
});
