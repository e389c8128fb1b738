import fc from 'fast-check';

/** A comparison or group, as it is written. */
export type Tree = { field: string; operator: string; value?: unknown } | { logic: 'AND' | 'OR'; conditions: Tree[] };

/** A group, as an automation accepts it. */
export type Group = Extract<Tree, { logic: string }>;

/** The order's values, and other facts by their paths. */
export interface Known {
  value: string | null;
  name: string | null;
  others?: Record<string, string>;
}

/** A simple, slow evaluator: every member is evaluated, and money is counted in cents. */
export function naively(tree: Tree, known: Known): boolean {
  if (!('logic' in tree))
    return OPERATORS[tree.operator]!(factOf(tree.field, known), tree.value, tree.field === 'order.value');
  if (tree.conditions.length === 0) return true;
  const answers = tree.conditions.map((each) => naively(each, known));
  return tree.logic === 'AND' ? !answers.includes(false) : answers.includes(true);
}

function factOf(field: string, { value, name, others = {} }: Known): string | null {
  if (field === 'order.value') return value;
  return field === 'order.name' ? name : (others[field] ?? null);
}

type Test = (actual: string | null, operand: unknown, isMoney: boolean) => boolean;

const same: Test = (actual, operand, isMoney) =>
  actual !== null && (isMoney ? cents(actual) === cents(operand) : actual.trim() === String(operand).trim());
const isOneOf: Test = (actual, operand, isMoney) => (operand as unknown[]).some((each) => same(actual, each, isMoney));
const contains: Test = (actual, operand) => actual !== null && actual.includes(String(operand));
const ordered =
  (how: (a: bigint, b: bigint) => boolean): Test =>
  (actual, operand) =>
    actual !== null && how(cents(actual), cents(operand));
const not =
  (test: Test): Test =>
  (...args) =>
    !test(...args);

const OPERATORS: Record<string, Test> = {
  equals: same,
  not_equals: not(same),
  in: isOneOf,
  not_in: not(isOneOf),
  contains,
  not_contains: not(contains),
  gt: ordered((a, b) => a > b),
  gte: ordered((a, b) => a >= b),
  lt: ordered((a, b) => a < b),
  lte: ordered((a, b) => a <= b),
  exists: (actual) => actual !== null,
  not_exists: (actual) => actual === null,
};

/** The opposite of each operator that has one for all values. */
export const OPPOSITE: Record<string, string> = {
  equals: 'not_equals',
  in: 'not_in',
  contains: 'not_contains',
  exists: 'not_exists',
};

function cents(amount: unknown): bigint {
  const [whole = '', part = ''] = String(amount).replace('-', '').split('.');
  const size = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  return String(amount).startsWith('-') ? -size : size;
}

/** Few amounts, so that some are equal; the last ones are equal as doubles. As text, and the others as numbers too. */
const AMOUNTS = [
  0n,
  1n,
  9n,
  10n,
  99n,
  100n,
  101n,
  9_999n,
  10_000n,
  10_001n,
  ...[200n, 201n, 300n].map((cents) => 900_719_925_474_099_000n + cents),
];
const textOf = (amount: bigint) => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;

export const money = fc.constantFrom(...AMOUNTS.map(textOf));
const operandMoney = fc.oneof(money, fc.constantFrom(...AMOUNTS.slice(0, -3).map((amount) => Number(amount) / 100)));
export const names = fc.constantFrom('Beans', 'beans', 'Coffee beans', ' Beans ', '42', '42.0x', 'x');

const leaf = fc.oneof(
  fc.record({
    field: fc.constant('order.value'),
    operator: fc.constantFrom('equals', 'not_equals', 'gt', 'gte', 'lt', 'lte'),
    value: operandMoney,
  }),
  fc.record({
    field: fc.constant('order.value'),
    operator: fc.constantFrom('in', 'not_in'),
    value: fc.array(operandMoney, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    field: fc.constant('order.name'),
    operator: fc.constantFrom('equals', 'not_equals', 'contains', 'not_contains'),
    value: names,
  }),
  fc.record({
    field: fc.constant('order.name'),
    operator: fc.constantFrom('in', 'not_in'),
    value: fc.array(names, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ field: fc.constantFrom('order.value', 'order.name'), operator: fc.constantFrom('exists', 'not_exists') }),
);

const groupOf = (member: fc.Arbitrary<Tree>): fc.Arbitrary<Group> =>
  fc.record({ logic: fc.constantFrom('AND' as const, 'OR' as const), conditions: fc.array(member, { maxLength: 4 }) });

const nested = (depth: number): fc.Arbitrary<Group> =>
  depth === 1 ? groupOf(leaf) : groupOf(fc.oneof({ weight: 2, arbitrary: leaf }, nested(depth - 1)));

/** Conditions on an order's value and name, nested up to the limit. */
export const conditions = nested(5);
export const leaves: fc.Arbitrary<Tree> = leaf;
/** One or two comparisons. */
export const few = fc.record({
  logic: fc.constantFrom('AND' as const, 'OR' as const),
  conditions: fc.array(leaf, { minLength: 1, maxLength: 2 }),
});

/** A group about the stage of the order, now and at the event, and about `earlier` steps, which are filled in later. */
export const askingOf = (stages: readonly string[]): fc.Arbitrary<Group> => {
  const operator = fc.constantFrom('equals', 'not_equals');
  const member = fc.oneof(
    { weight: 2, arbitrary: leaf },
    {
      weight: 3,
      arbitrary: fc.record({
        field: fc.constantFrom('order.stage.name', 'order.stage.name', 'trigger.order.stage.name'),
        operator,
        value: fc.constantFrom(...stages),
      }),
    },
    { weight: 5, arbitrary: fc.record({ field: fc.constant('earlier'), operator, value: fc.nat({ max: 20 }) }) },
  );
  return fc.record({
    logic: fc.constantFrom('AND' as const, 'OR' as const),
    conditions: fc.array(member, { minLength: 1, maxLength: 2 }),
  });
};
