import { ordered, stands } from '../operands.js';
import { defineOperator } from '../operator.js';

export const ltOperator = defineOperator({
  type: 'lt',
  title: 'is less than',
  operand: ordered,
  words: ['is less than', 'is not less than'],
  test: (actual, operand) => stands(actual, operand, (order) => order < 0),
});
