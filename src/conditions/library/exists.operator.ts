import { isPresent } from '../../kernel/compare.js';
import { nothing } from '../operands.js';
import { defineOperator } from '../operator.js';

export const existsOperator = defineOperator({
  type: 'exists',
  title: 'is there',
  operand: nothing,
  words: ['is there', 'is missing'],
  test: (actual) => isPresent(actual),
});
