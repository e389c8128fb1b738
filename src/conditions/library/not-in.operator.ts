import { isOneOf } from '../../kernel/compare.js';
import { scalars } from '../operands.js';
import { defineOperator } from '../operator.js';

export const notInOperator = defineOperator({
  type: 'not_in',
  title: 'is none of',
  operand: scalars,
  words: ['is none of', 'is one of'],
  test: (actual, operand, type) => !isOneOf(actual, operand, type),
});
