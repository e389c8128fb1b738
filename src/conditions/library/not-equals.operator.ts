import { sameValue } from '../../kernel/compare.js';
import { scalar } from '../operands.js';
import { defineOperator } from '../operator.js';

export const notEqualsOperator = defineOperator({
  type: 'not_equals',
  title: 'is not equal to',
  operand: scalar,
  words: ['is not equal to', 'is equal to'],
  test: (actual, operand, type) => !sameValue(actual, operand, type),
});
