import { defineOperator } from '../operator.js';
import { order, orderedOperand } from '../order.js';

export const ltOperator = defineOperator({
  type: 'lt',
  title: 'is less than',
  operand: orderedOperand,
  words: ['is less than', 'is not less than'],
  test: (actual, operand) => (order(actual, operand) ?? 0) < 0,
});
