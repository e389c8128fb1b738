import { containsValue } from '../../kernel/compare.js';
import { part } from '../operands.js';
import { defineOperator } from '../operator.js';

export const notContainsOperator = defineOperator({
  type: 'not_contains',
  title: 'does not contain',
  operand: part,
  words: ['does not contain', 'contains'],
  test: (actual, operand) => !containsValue(actual, operand),
});
