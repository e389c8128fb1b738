import { isPresent } from '../../kernel/compare.js';
import { nothing } from '../operands.js';
import { defineOperator } from '../operator.js';

export const notExistsOperator = defineOperator({
  type: 'not_exists',
  title: 'is missing',
  operand: nothing,
  words: ['is missing', 'is there'],
  test: (actual) => !isPresent(actual),
});
