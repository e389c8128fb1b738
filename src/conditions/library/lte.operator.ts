import { ordered, stands } from '../operands.js';
import { defineOperator } from '../operator.js';

export const lteOperator = defineOperator({
  type: 'lte',
  title: 'is at most',
  operand: ordered,
  words: ['is at most', 'is not at most'],
  test: (actual, operand) => stands(actual, operand, (order) => order <= 0),
});
