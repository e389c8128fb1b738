import { keyOf, sameValue } from '../../kernel/compare.js';
import { scalar } from '../operands.js';
import { defineOperator } from '../operator.js';

export const equalsOperator = defineOperator({
  type: 'equals',
  title: 'is equal to',
  operand: scalar,
  words: ['is equal to', 'is not equal to'],
  test: (actual, operand, type) => sameValue(actual, operand, type),
  key: keyOf,
});
