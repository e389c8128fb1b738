import { containsValue } from '../../kernel/compare.js';
import { part } from '../operands.js';
import { defineOperator } from '../operator.js';

export const containsOperator = defineOperator({
  type: 'contains',
  title: 'contains',
  operand: part,
  words: ['contains', 'does not contain'],
  test: (actual, operand) => containsValue(actual, operand),
});
