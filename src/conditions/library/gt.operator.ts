import { ordered, stands } from '../operands.js';
import { defineOperator } from '../operator.js';

export const gtOperator = defineOperator({
  type: 'gt',
  title: 'is greater than',
  operand: ordered,
  words: ['is greater than', 'is not greater than'],
  test: (actual, operand) => stands(actual, operand, (order) => order > 0),
});
