import fc from 'fast-check';
import { z } from 'zod';
import { ShelfError } from '../platform/discovery.js';
import type { OperatorDefinition } from './operator.js';
import { OPERATORS, shelveOperators } from './operators.js';

const startsWith: OperatorDefinition = {
  type: 'starts_with',
  title: 'starts with',
  operand: z.string(),
  words: ['starts with', 'does not start with'],
  test: () => true,
};
const found = (exported: unknown, name = 'startsWithOperator', file = 'starts-with.operator.ts') => ({
  file,
  exported,
  name,
});

const OPPOSITES = [
  ['equals', 'not_equals'],
  ['contains', 'not_contains'],
  ['in', 'not_in'],
  ['exists', 'not_exists'],
] as const;

describe('the operators', () => {
  it('include at least the twelve of the specification', () => {
    expect([...OPERATORS.keys()]).toEqual(
      expect.arrayContaining([
        'contains',
        'equals',
        'exists',
        'gt',
        'gte',
        'in',
        'lt',
        'lte',
        'not_contains',
        'not_equals',
        'not_exists',
        'not_in',
      ]),
    );
  });

  it('never throw for any JSON', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OPERATORS.values()),
        fc.option(fc.anything(), { nil: undefined }),
        fc.anything(),
        (operator, actual, operand) => {
          expect(typeof operator.test(actual, operand)).toBe('boolean');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('negate their opposites', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OPPOSITES), fc.jsonValue(), fc.jsonValue(), ([one, other], actual, operand) => {
        expect(OPERATORS.get(one)!.test(actual, operand)).toBe(!OPERATORS.get(other)!.test(actual, operand));
      }),
    );
  });

  it('order any two numbers consistently', () => {
    const number = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(number, number, (a, b) => {
        const holding = ['gt', 'equals', 'lt'].filter((type) => OPERATORS.get(type)!.test(a, b));
        expect(holding).toHaveLength(1);
        expect(OPERATORS.get('gte')!.test(a, b)).toBe(holding[0] !== 'lt');
        expect(OPERATORS.get('lte')!.test(a, b)).toBe(holding[0] !== 'gt');
      }),
    );
  });

  it('accept only comparable operands', () => {
    const fits = (type: string, operand: unknown) => OPERATORS.get(type)!.operand.safeParse(operand).success;
    expect(['equals', 'contains', 'gt'].map((type) => fits(type, {}))).toEqual([false, false, false]);
    expect([fits('in', 'Won'), fits('in', []), fits('in', ['Won'])]).toEqual([false, false, true]);
    expect([fits('gt', 'soon'), fits('gt', '10.5'), fits('gt', '2026-01-31'), fits('gt', '2026-02-30')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([fits('exists', undefined), fits('exists', null), fits('exists', true)]).toEqual([true, true, false]);
    expect(fits('contains', '')).toBe(false);
  });
});

describe('the shelf', () => {
  it('takes an operator from its file', () => {
    expect([...shelveOperators([found(startsWith)]).keys()]).toEqual(['starts_with']);
  });

  it.each([
    [[found({ type: 'starts_with' })], 'starts-with.operator.ts exports no operator: export defineOperator('],
    [[found(undefined)], 'exports no operator'],
    [
      [found(startsWith), found(startsWith, 'startsWithOperator', 'other/starts-with.operator.js')],
      'both define "starts_with": rename one',
    ],
    [[found(startsWith, 'beginsWith')], 'starts-with.operator.ts exports beginsWith: rename it to startsWithOperator'],
    [[found(startsWith, 'startsWithOperator', 'begins.operator.ts')], 'rename the file to starts-with.operator.ts'],
    [[found({ ...startsWith, operand: z.date() })], "starts-with.operator.ts: its operand can't become JSON Schema"],
  ])('rejects an invalid file, naming the file and the fix', (files, message) => {
    expect(() => shelveOperators(files)).toThrow(ShelfError);
    expect(() => shelveOperators(files)).toThrow(message);
  });
});
