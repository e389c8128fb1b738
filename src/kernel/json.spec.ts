import { toJsonText, valueAt } from './json.js';

describe('valueAt', () => {
  it('walks own properties and list indexes', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  });

  it('never reaches the prototype', () => {
    expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
  });
});

describe('toJsonText', () => {
  it('replaces what jsonb cannot hold', () => {
    expect(JSON.parse(toJsonText({ a: 'x\0y', b: ['\ud83d'] }))).toEqual({ a: 'x\uFFFDy', b: ['\uFFFD'] });
  });

  it('keeps everything else, whole pairs included', () => {
    const value = { a: '😀 \\u0000', b: 1, c: null };
    expect(JSON.parse(toJsonText(value))).toEqual(value);
  });
});
