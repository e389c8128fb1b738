import { checked } from '../../kernel/checks/checks.js';
import { customFields } from './custom-fields.js';

const mistakesOf = (value: unknown) => {
  try {
    checked(customFields, value, ['input', 'customFields']);
    return [];
  } catch (error) {
    return (error as { details: { path: unknown[]; message: string }[] }).details;
  }
};

describe('customFields', () => {
  it('accepts any JSON under valid names', () => {
    expect(mistakesOf({ size: 'L', _tags: ['a', { b: null }], n1: 2 })).toEqual([]);
  });

  it('reports every invalid key at once', () => {
    expect(mistakesOf({ '1a': 1, 'a.b': 2, ok: 3, ['__proto__']: 4 }).map(({ path }) => path)).toEqual([
      ['input', 'customFields', '1a'],
      ['input', 'customFields', 'a.b'],
      ['input', 'customFields', '__proto__'],
    ]);
  });

  it('rejects what jsonb cannot store', () => {
    expect(mistakesOf({ a: 'x\0y', b: ['\ud800'] })).toHaveLength(2);
  });

  it('rejects too many fields by their number alone', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`${index}a`, 1]));
    expect(mistakesOf(many)).toEqual([
      { path: ['input', 'customFields'], message: 'Custom fields are at most 64 KiB' },
    ]);
  });

  it('rejects lists, infinite nesting, and 64 KiB plus one byte', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 30_000; level++) deep = [deep];
    expect([[], { deep }, { long: 'x'.repeat(64 * 1024) }].map((value) => mistakesOf(value).length)).toEqual([1, 1, 1]);
  });
});
