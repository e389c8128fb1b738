import { z } from 'zod';
import { FactPaths, factAt } from './fact-paths.js';

const stage = z.object({ id: z.string(), name: z.string().meta({ title: 'Name of the stage' }) });

const facts = new FactPaths({
  order: {
    title: 'Order',
    schema: z.object({
      value: z.string().meta({ title: 'Value', factType: 'decimal' }),
      itemCount: z.number().int().nullable().optional(),
      paid: z.boolean().default(false),
      stage: stage.nullable(),
      tags: z.array(z.string()).meta({ title: 'Tags' }),
      items: z.array(z.object({ sku: z.string() })),
      customFields: z.record(z.string(), z.unknown()).meta({ title: 'Custom fields' }),
      createdAt: z.string().meta({ factType: 'date' }).nullable(),
      status: z.enum(['open', 'done']).describe('Status'),
    }),
  },
  keyword: { title: 'Keyword that matched', schema: z.string() },
  current: { title: 'Value now', schema: z.unknown() },
});

describe('FactPaths', () => {
  it('lists values and lists with their types and titles, including those inside objects', () => {
    expect(facts.list()).toEqual([
      { path: 'order.value', type: 'decimal', title: 'Order › Value' },
      { path: 'order.itemCount', type: 'number', title: 'Order › Item count' },
      { path: 'order.paid', type: 'boolean', title: 'Order › Paid' },
      { path: 'order.stage.id', type: 'text', title: 'Order › Id' },
      { path: 'order.stage.name', type: 'text', title: 'Order › Name of the stage' },
      { path: 'order.tags', type: 'list', title: 'Order › Tags' },
      { path: 'order.items', type: 'list', title: 'Order › Items' },
      { path: 'order.customFields.*', type: 'any', title: 'Order › Custom fields' },
      { path: 'order.createdAt', type: 'date', title: 'Order › Created at' },
      { path: 'order.status', type: 'text', title: 'Order › Status' },
      { path: 'keyword', type: 'text', title: 'Keyword that matched' },
      { path: 'current', type: 'any', title: 'Value now' },
    ]);
  });

  it.each([
    'order',
    'order.value',
    'order.stage',
    'order.stage.name',
    'order.tags',
    'order.tags.0',
    'order.tags.first',
    'order.tags.size',
    'order.items.last.sku',
    'order.customFields',
    'order.customFields.size.width',
    'keyword',
    'current.anything.deep',
  ])('knows %s', (path) => expect(facts.has(path.split('.'))).toBe(true));

  it.each([
    '',
    'orders',
    'order.valeu',
    'order.value.cents',
    'order.stage.name.first',
    'order.tags.vip',
    'order.tags.size.x',
    'order.items.0.title',
    'keyword.first',
    'order.constructor',
    'constructor',
    '__proto__',
    'order.__proto__',
  ])('does not know %p', (path) => expect(facts.has(path.split('.'))).toBe(false));

  it('suggests the closest path, and lists some known ones', () => {
    expect(facts.unknown(['order', 'valeu'])).toBe(
      'Unknown path "order.valeu". Did you mean "order.value"? Known: order.value, order.itemCount, order.paid, order.stage.id, ' +
        'order.stage.name, order.tags, order.items, order.customFields.*, order.createdAt, order.status, keyword, current',
    );
  });

  it('suggests nothing if no path is similar, and keeps the message short', () => {
    const many = new FactPaths(
      Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [`fact${index}`, { title: '', schema: z.string() }]),
      ),
    );
    const message = many.unknown(['shopify', 'x'.repeat(5_000)]);
    expect(message).not.toContain('Did you mean');
    expect(message).toContain('and 175 more');
    expect(message.length).toBeLessThan(600);
  });
});

describe('factAt', () => {
  it('reads lists by index, first, last and size, and nothing from a prototype', () => {
    const scope = { contact: { tags: ['a', 'b'], name: 'Ana' } };
    expect(
      ['0', '-1', 'first', 'last', 'size', '7', 'map'].map((part) => factAt(scope, ['contact', 'tags', part])),
    ).toEqual(['a', 'b', 'a', 'b', 2, undefined, undefined]);
    expect(factAt(scope, ['contact', 'constructor'])).toBeUndefined();
    expect(factAt(scope, ['contact', 'name', 'length'])).toBeUndefined();
  });
});
