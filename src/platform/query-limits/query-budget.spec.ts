import { LIMITS } from '../../kernel/limits.js';
import { DomainError } from '../../kernel/errors.js';
import { AnswerBudget } from './query-budget.js';

it.each([
  ['objects', LIMITS.maxAnswerObjects, '20000 objects'],
  ['values', LIMITS.maxAnswerValues, '200000 values'],
  ['bytes', LIMITS.maxAnswerBytes, '8 MiB'],
  ['rows', LIMITS.maxAnswerRows, '20000 rows'],
  ['readBytes', LIMITS.maxAnswerReadBytes, '16 MiB of rows'],
] as const)('ends an answer when it exceeds its %s, and repeats the same error afterwards', (measure, most, words) => {
  const budget = new AnswerBudget();
  budget.count(measure, most);
  expect(budget.refusal).toBeUndefined();

  expect(() => budget.count(measure, 1)).toThrow(`more than ${words}: ask for less at once`);
  expect(budget.refusal?.originalError).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: ['query'] }] });
  for (const more of [() => budget.assertLeft(), () => budget.countRow(1)]) expect(more).toThrow(budget.refusal);
});

it('starts over for the next answer of a subscription', () => {
  const budget = new AnswerBudget(1024);
  expect(() => budget.count('bytes', 1025)).toThrow('ask for less at once');
  budget.restart();
  budget.count('bytes', 1024);
  expect(budget.refusal).toBeUndefined();
});

it('says that changes are kept, if there were any', () => {
  const budget = new AnswerBudget();
  budget.noteChange();
  expect(() => budget.count('objects', LIMITS.maxAnswerObjects + 1)).toThrow('What was changed before is kept');
});

it('includes the reason why so many fields failed', () => {
  const budget = new AnswerBudget();
  for (let n = 0; n < LIMITS.maxAnswerFailures; n++) budget.countFailure(new Error('a secret'));
  expect(() => budget.countFailure(new DomainError('INVALID_INPUT', 'first: Must be 1 to 100'))).toThrow(
    /100 errors.*such as: first: Must be 1 to 100/,
  );
});
