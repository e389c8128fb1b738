import { defineOperator } from '../operator.js';
import { order, orderedOperand } from '../order.js';

export const gtOperator = defineOperator({
  type: 'gt',
  title: 'is greater than',
  operand: orderedOperand,
  words: ['is greater than', 'is not greater than'],
  test: (actual, operand) => (order(actual, operand) ?? 0) > 0,
});
