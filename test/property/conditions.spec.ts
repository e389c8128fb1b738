import fc from 'fast-check';
import { z } from 'zod';
import { compileConditions } from '../../src/conditions/compile-conditions.js';
import { FactPaths } from '../../src/platform/facts/fact-paths.js';
import {
  conditions,
  leaves,
  money,
  naively,
  names,
  OPPOSITE,
  type Known,
  type Tree,
} from './support/naive-conditions.js';
import { holds } from './support/seeded.js';

const facts = new FactPaths({
  order: {
    title: 'Order',
    schema: z.object({ value: z.string().nullable().meta({ factType: 'decimal' }), name: z.string().nullable() }),
  },
});
const known: fc.Arbitrary<Known> = fc.record({ value: fc.option(money), name: fc.option(names) });

const ask = (tree: Tree, order: Known) =>
  compileConditions('logic' in tree ? tree : all(tree), facts).evaluate({ order }).matched;
const all = (...members: Tree[]): Tree => ({ logic: 'AND', conditions: members });
const any = (...members: Tree[]): Tree => ({ logic: 'OR', conditions: members });

const kind = fc.constantFrom(all, any);
const some = fc.array(leaves, { minLength: 1, maxLength: 4 });

it('any conditions answer as a naive evaluator does, decimals to the last cent', () =>
  holds(
    fc.property(conditions, known, (tree, order) => expect(ask(tree, order)).toBe(naively(tree, order))),
    { runs: 2_000 },
  ));

it('the order of members changes no answer', () =>
  holds(
    fc.property(some, known, kind, (members, order, group) => {
      expect(ask(group(...members), order)).toBe(ask(group(...members.toReversed()), order));
    }),
  ));

it('a group in a group of its kind is as if it were not one', () =>
  holds(
    fc.property(fc.tuple(some, some), known, kind, ([a, b], order, group) => {
      expect(ask(group(...a, group(...b)), order)).toBe(ask(group(...a, ...b), order));
    }),
  ));

it('AND is spread over OR, and OR over AND', () =>
  holds(
    fc.property(leaves, some, known, (a, others, order) => {
      expect(ask(all(a, any(...others)), order)).toBe(ask(any(...others.map((other) => all(a, other))), order));
      expect(ask(any(a, all(...others)), order)).toBe(ask(all(...others.map((other) => any(a, other))), order));
    }),
  ));

it('not all is some not, and not any is all not: an operator and its opposite never agree, be there a value or none', () =>
  holds(
    fc.property(some, known, (members, order) => {
      const pairs = members.filter((member) => 'operator' in member && member.operator in OPPOSITE);
      fc.pre(pairs.length > 0);
      const opposites = pairs.map((member) => ({
        ...member,
        operator: OPPOSITE[(member as { operator: string }).operator]!,
      }));
      expect(ask(all(...pairs), order)).toBe(!ask(any(...opposites), order));
      expect(ask(any(...pairs), order)).toBe(!ask(all(...opposites), order));
    }),
  ));

it('of two amounts exactly one of less, equal and greater holds', () =>
  holds(
    fc.property(money, money, (value, operand) => {
      const answers = ['lt', 'equals', 'gt'].map((operator) =>
        ask({ field: 'order.value', operator, value: operand }, { value, name: null }),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    }),
  ));
