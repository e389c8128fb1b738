import { z } from 'zod';
import { isPresent } from '../../kernel/equality.js';
import { defineOperator } from '../operator.js';

export const existsOperator = defineOperator({
  type: 'exists',
  title: 'is there',
  operand: z.null().optional(),
  words: ['is there', 'is missing'],
  test: (actual) => isPresent(actual),
});
