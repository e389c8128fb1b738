import { checked } from './checks.js';
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
  it('takes any JSON under plain names', () => {
    expect(mistakesOf({ size: 'L', _tags: ['a', { b: null }], n1: 2 })).toEqual([]);
  });

  it('names every bad key at once', () => {
    expect(mistakesOf({ '1a': 1, 'a.b': 2, ok: 3, ['__proto__']: 4 }).map(({ path }) => path)).toEqual([
      ['input', 'customFields', '1a'],
      ['input', 'customFields', 'a.b'],
      ['input', 'customFields', '__proto__'],
    ]);
  });

  it('refuses what jsonb cannot keep', () => {
    expect(mistakesOf({ a: 'x\0y', b: ['\ud800'] })).toHaveLength(2);
  });

  it('refuses lists, depth without end, and 64 KiB and a byte', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 30_000; level++) deep = [deep];
    expect([[], { deep }, { long: 'x'.repeat(64 * 1024) }].map((value) => mistakesOf(value).length)).toEqual([1, 1, 1]);
  });
});
