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

it('evaluates any conditions like a naive evaluator, decimals to the last cent', () =>
  holds(
    fc.property(conditions, known, (tree, order) => expect(ask(tree, order)).toBe(naively(tree, order))),
    { runs: 2_000 },
  ));

it('gives the same result for any order of members', () =>
  holds(
    fc.property(some, known, kind, (members, order, group) => {
      expect(ask(group(...members), order)).toBe(ask(group(...members.toReversed()), order));
    }),
  ));

it('gives the same result when a group is flattened into a group of the same kind', () =>
  holds(
    fc.property(fc.tuple(some, some), known, kind, ([a, b], order, group) => {
      expect(ask(group(...a, group(...b)), order)).toBe(ask(group(...a, ...b), order));
    }),
  ));

it('distributes AND over OR, and OR over AND', () =>
  holds(
    fc.property(leaves, some, known, (a, others, order) => {
      expect(ask(all(a, any(...others)), order)).toBe(ask(any(...others.map((other) => all(a, other))), order));
      expect(ask(any(a, all(...others)), order)).toBe(ask(all(...others.map((other) => any(a, other))), order));
    }),
  ));

it("follows De Morgan's laws: exactly one of an operator and its opposite holds, with or without a value", () =>
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

it('finds exactly one of less, equal and greater true for two amounts', () =>
  holds(
    fc.property(money, money, (value, operand) => {
      const answers = ['lt', 'equals', 'gt'].map((operator) =>
        ask({ field: 'order.value', operator, value: operand }, { value, name: null }),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    }),
  ));
