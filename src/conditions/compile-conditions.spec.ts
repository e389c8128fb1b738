import fc from 'fast-check';
import { z } from 'zod';
import { LIMITS } from '../kernel/limits.js';
import { FactPaths } from '../platform/facts/fact-paths.js';
import { compileConditions, ConditionsError } from './compile-conditions.js';
import { OPERATORS } from './operators.js';

const facts = new FactPaths({
  order: {
    title: 'Order',
    schema: z.object({
      value: z.string().meta({ factType: 'decimal' }),
      stage: z.object({ name: z.string() }),
      tags: z.array(z.string()),
      createdAt: z.string(),
    }),
  },
  contact: {
    title: 'Contact',
    schema: z.object({ email: z.string().nullable(), customFields: z.record(z.string(), z.unknown()) }),
  },
});

const SCOPE = {
  order: { value: '80.00', stage: { name: 'New' }, tags: ['VIP'], createdAt: new Date('2026-01-31T10:00:00Z') },
  contact: { email: null, customFields: { note: 'x'.repeat(500) } },
};

const group = (logic: 'AND' | 'OR', ...conditions: unknown[]) => ({ logic, conditions });
const ask = (conditions: unknown, scope: object = SCOPE) => compileConditions(conditions, facts).evaluate(scope);

const dear = { field: 'order.value', operator: 'gt', value: 100 };
const cheap = { field: 'order.value', operator: 'lt', value: 100 };
const won = { field: 'order.stage.name', operator: 'equals', value: 'Won' };
const tagged = { field: 'order.tags', operator: 'contains', value: 'VIP' };

const mistakesOf = (conditions: unknown) => {
  try {
    compileConditions(conditions, facts);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConditionsError);
    return (error as ConditionsError).mistakes;
  }
};

describe('asking', () => {
  it.each([[null], [undefined], [group('AND')], [group('OR')], [group('AND', group('OR'), group('AND'))]])(
    'matches when there are no conditions: %j',
    (none) => {
      expect(ask(none)).toEqual({ matched: true, reason: 'no conditions' });
    },
  );

  it.each([
    [group('AND', dear, won), false, 'order.value 80 is not greater than 100'],
    [group('AND', cheap, won), false, 'order.stage.name "New" is not equal to "Won"'],
    [group('AND', cheap, tagged), true, 'order.value 80 is less than 100 and order.tags ["VIP"] contains "VIP"'],
    [group('OR', dear, cheap, won), true, 'order.value 80 is less than 100'],
    [
      group('OR', dear, won),
      false,
      'order.value 80 is not greater than 100 and order.stage.name "New" is not equal to "Won"',
    ],
    [
      group('AND', cheap, group('OR', dear, group('AND', tagged, won))),
      false,
      'order.value 80 is not greater than 100 and order.stage.name "New" is not equal to "Won"',
    ],
    [group('AND', group('OR'), dear), false, 'order.value 80 is not greater than 100'],
    [group('AND', { field: 'contact.email', operator: 'exists' }), false, 'contact.email is missing'],
    [
      group('AND', { field: 'contact.email', operator: 'equals', value: 'a@b.c' }),
      false,
      'contact.email (missing) is not equal to "a@b.c"',
    ],
    [
      group('AND', { field: 'order.createdAt', operator: 'gte', value: '2026-02-01' }),
      false,
      'order.createdAt "2026-01-31T10:00:00.000Z" is not at least "2026-02-01"',
    ],
    [
      group('AND', { field: 'order.tags.size', operator: 'gt', value: 1 }),
      false,
      'order.tags.size 1 is not greater than 1',
    ],
    [
      group('AND', { field: 'order.stage.name', operator: 'in', value: ['Won', 'Lost'] }),
      false,
      'order.stage.name "New" is none of ["Won","Lost"]',
    ],
  ])('explains the decision with the value it found: %#', (conditions, matched, reason) =>
    expect(ask(conditions)).toEqual({ matched, reason }),
  );

  it.each<[unknown, unknown, boolean, string]>([
    ['1.10', '1.1', false, 'contact.customFields.note "1.10" is not equal to "1.1"'],
    [1.1, '1.10', true, 'contact.customFields.note 1.1 is equal to 1.1'],
    ['1.1', '1.1', true, 'contact.customFields.note "1.1" is equal to "1.1"'],
  ])('compares a custom field by the type of its value: %p with %p', (note, value, ...[matched, reason]) => {
    expect(
      ask(group('AND', { field: 'contact.customFields.note', operator: 'equals', value }), {
        contact: { customFields: { note } },
      }),
    ).toEqual({ matched, reason });
  });

  it.each([
    ['order.stage.name', { stage: { name: '1.10' } }, false],
    ['order.value', { value: '1.10' }, true],
    ['order.tags.first', { tags: ['1.10'] }, false],
  ])('compares %s by its type', (field, order, matched) => {
    expect(ask(group('AND', { field, operator: 'equals', value: '1.1' }), { order }).matched).toBe(matched);
    expect(ask(group('AND', { field, operator: 'in', value: ['x', '1.1'] }), { order }).matched).toBe(matched);
    expect(ask(group('AND', { field, operator: 'not_equals', value: '1.1' }), { order }).matched).toBe(!matched);
    expect(ask(group('AND', { field, operator: 'not_in', value: ['1.1'] }), { order }).matched).toBe(!matched);
  });

  it('shortens long values', () => {
    const { reason } = ask(group('AND', { field: 'contact.customFields.note', operator: 'equals', value: 'y' }));
    expect(reason.length).toBeLessThan(160);
    expect(reason).toContain('x…" is not equal to "y"');
  });

  it('stops once the result is decided', () => {
    const scope = {
      get order(): never {
        throw new Error('read');
      },
      contact: SCOPE.contact,
    };
    expect(ask(group('AND', { field: 'contact.email', operator: 'exists' }, dear), scope).matched).toBe(false);
    expect(ask(group('OR', { field: 'contact.email', operator: 'not_exists' }, dear), scope).matched).toBe(true);
  });

  it('lists each path it reads once', () => {
    expect(compileConditions(group('AND', dear, cheap, won), facts).paths).toEqual([
      ['order', 'value'],
      ['order', 'stage', 'name'],
    ]);
  });

  it('accepts any JSON as a fact', () => {
    const conditions = compileConditions(
      group('OR', dear, won, group('AND', tagged, { field: 'contact.email', operator: 'not_in', value: ['x'] })),
      facts,
    );
    fc.assert(
      fc.property(
        fc.anything(),
        fc.anything(),
        (order, contact) => typeof conditions.evaluate({ order, contact }).reason === 'string',
      ),
    );
  });

  it('accepts a fact nested too deeply to show', () => {
    let note: unknown = 'x';
    for (let depth = 0; depth < 50_000; depth += 1) note = [note];
    expect(
      ask(group('AND', { field: 'contact.customFields.note', operator: 'equals', value: 'y' }), {
        contact: { customFields: { note } },
      }).matched,
    ).toBe(false);
  });
});

describe('mistakes', () => {
  it('are reported all at once, each with its path', () => {
    const mistakes = mistakesOf(
      group(
        'AND',
        { ...dear, operator: 'above' },
        group('OR', { ...won, field: 'order.stage.nam' }, { ...dear, value: 'soon' }, { operator: 'gt' }, 7),
        { ...won, color: 'red' },
      ),
    );
    expect(mistakes).toEqual([
      {
        path: ['conditions', 0, 'operator'],
        message: `Unknown operator "above". Known: ${[...OPERATORS.keys()].join(', ')}`,
      },
      {
        path: ['conditions', 1, 'conditions', 0, 'field'],
        message: expect.stringContaining('Unknown path "order.stage.nam". Did you mean "order.stage.name"?'),
      },
      {
        path: ['conditions', 1, 'conditions', 1, 'value'],
        message: 'gt: Expected a number such as 100.50, or a date such as 2026-01-31',
      },
      {
        path: ['conditions', 1, 'conditions', 2, 'field'],
        message: 'Required: the path of a fact, such as order.value',
      },
      { path: ['conditions', 1, 'conditions', 3], message: expect.stringContaining('Expected a condition') },
      { path: ['conditions', 2], message: 'Unrecognized key: "color"' },
    ]);
  });

  it.each([
    ['text', []],
    [[], []],
    [{}, ['logic']],
    [{ logic: 'XOR', conditions: [] }, ['logic']],
    [{ logic: 'AND' }, ['conditions']],
    [{ logic: 'AND', conditions: 'all' }, ['conditions']],
    [group('AND', { field: 'order.value', operator: 'gt' }), ['conditions', 0, 'value']],
    [group('AND', { ...won, value: null }), ['conditions', 0, 'value']],
    [group('AND', { ...won, field: '__proto__.x' }), ['conditions', 0, 'field']],
    [group('AND', { ...won, operator: 'constructor' }), ['conditions', 0, 'operator']],
  ])('refuse %j', (conditions, path) => expect(mistakesOf(conditions)[0]!.path).toEqual(path));

  it('allow groups as deep as the limit, and no deeper', () => {
    const nested = (depth: number): unknown => (depth === 1 ? group('AND', cheap) : group('AND', nested(depth - 1)));
    expect(mistakesOf(nested(LIMITS.maxConditionDepth))).toEqual([]);
    expect(mistakesOf(nested(LIMITS.maxConditionDepth + 1))).toEqual([
      {
        path: ['conditions', 0, 'conditions', 0, 'conditions', 0, 'conditions', 0, 'conditions', 0],
        message: 'Groups can be nested 5 deep; this one is deeper',
      },
    ]);
  });

  it('allow as many conditions as the limit, and no more', () => {
    const many = (count: number) => group('OR', ...Array.from({ length: count }, () => dear));
    expect(mistakesOf(many(LIMITS.maxConditions))).toEqual([]);
    expect(mistakesOf(many(LIMITS.maxConditions + 1))).toEqual([
      { path: [], message: 'At most 100 conditions are allowed; these are 101' },
    ]);
  });

  it('are the only errors for any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (input) => void mistakesOf(input)));
  });
});
