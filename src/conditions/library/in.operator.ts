import { isOneOf } from '../../kernel/compare.js';
import { scalars } from '../operands.js';
import { defineOperator } from '../operator.js';

export const inOperator = defineOperator({
  type: 'in',
  title: 'is one of',
  operand: scalars,
  words: ['is one of', 'is none of'],
  test: (actual, operand, type) => isOneOf(actual, operand, type),
});
