import { z } from 'zod';
import { isPresent } from '../../kernel/equality.js';
import { defineOperator } from '../operator.js';

export const notExistsOperator = defineOperator({
  type: 'not_exists',
  title: 'is missing',
  operand: z.null().optional(),
  words: ['is missing', 'is there'],
  test: (actual) => !isPresent(actual),
});
