import { notExistsOperator } from './not-exists.operator.js';

describe('not_exists', () => {
  it.each<[unknown, unknown]>([
    [null, undefined],
    [undefined, undefined],
  ])('holds for %p and %p', (actual, operand) => expect(notExistsOperator.test(actual, operand)).toBe(true));

  it.each<[unknown, unknown]>([
    ['', undefined],
    [0, undefined],
    [false, undefined],
    [[], undefined],
  ])('does not hold for %p and %p', (actual, operand) => expect(notExistsOperator.test(actual, operand)).toBe(false));
});
