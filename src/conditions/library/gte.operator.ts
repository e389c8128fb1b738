import { defineOperator } from '../operator.js';
import { order, orderedOperand } from '../order.js';

export const gteOperator = defineOperator({
  type: 'gte',
  title: 'is at least',
  operand: orderedOperand,
  words: ['is at least', 'is less than'],
  test: (actual, operand) => (order(actual, operand) ?? -1) >= 0,
});
