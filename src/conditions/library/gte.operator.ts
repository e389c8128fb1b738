import { ordered, stands } from '../operands.js';
import { defineOperator } from '../operator.js';

export const gteOperator = defineOperator({
  type: 'gte',
  title: 'is at least',
  operand: ordered,
  words: ['is at least', 'is not at least'],
  test: (actual, operand) => stands(actual, operand, (order) => order >= 0),
});
