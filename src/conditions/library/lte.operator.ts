import { defineOperator } from '../operator.js';
import { order, orderedOperand } from '../order.js';

export const lteOperator = defineOperator({
  type: 'lte',
  title: 'is at most',
  operand: orderedOperand,
  words: ['is at most', 'is greater than'],
  test: (actual, operand) => (order(actual, operand) ?? 1) <= 0,
});
