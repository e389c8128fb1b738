import { valueAt } from './json.js';

describe('valueAt', () => {
  it('walks own properties and list indexes', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  });

  it('never reaches the prototype', () => {
    expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
  });
});
