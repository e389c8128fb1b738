import { tooDeepAt, toJsonText, valueAt } from './json.js';

describe('valueAt', () => {
  it('walks own properties and list indexes', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  });

  it('never reaches the prototype', () => {
    expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
  });
});

describe('tooDeepAt', () => {
  it('returns the path at which objects and lists are nested too deeply, and undefined otherwise', () => {
    expect(tooDeepAt({ a: [{ b: 1 }], c: 'text' }, 3)).toBeUndefined();
    expect(tooDeepAt({ a: [{ b: [] }] }, 3)).toEqual(['a', 0, 'b']);
    expect([tooDeepAt(null, 0), tooDeepAt('text', 0), tooDeepAt([], 0)]).toEqual([undefined, undefined, []]);
  });

  it('handles a value nested too deeply for a recursive function', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    expect(() => JSON.stringify(deep)).toThrow(RangeError);
    expect(tooDeepAt(deep, 32)).toHaveLength(32);
  });
});

describe('toJsonText', () => {
  it('replaces what jsonb cannot store', () => {
    expect(JSON.parse(toJsonText({ a: 'x\0y', b: ['\ud83d'] }))).toEqual({ a: 'x\uFFFDy', b: ['\uFFFD'] });
  });

  it('keeps everything else, including surrogate pairs', () => {
    const value = { a: '😀 \\u0000', b: 1, c: null };
    expect(JSON.parse(toJsonText(value))).toEqual(value);
  });
});
