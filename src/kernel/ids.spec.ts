import { isId, newId, toId, uuid } from './ids.js';

it('creates distinct UUIDv7 ids that sort by creation', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.every((id) => isId(id) && id[14] === '7' && /[89ab]/.test(id[19]!))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(24))).size).toBe(ids.length);
});

it('returns the time of their creation', () => {
  const before = Date.now();
  const made = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
  expect(made - before).toBeGreaterThanOrEqual(0);
  expect(made - before).toBeLessThan(60_000);
});

it.each(['', 'x', '0190-1', null, 7])('does not accept %p as an id', (value) => {
  expect(isId(value)).toBe(false);
});

it('accepts an id in any spelling and returns lower case', () => {
  const id = newId();
  for (const spelling of [id, id.toUpperCase(), id.slice(0, 18) + id.slice(18).toUpperCase()]) {
    expect([toId(spelling), uuid.parse(spelling), isId(spelling)]).toEqual([id, id, spelling === id]);
  }
  expect([toId('nonsense'), uuid.safeParse('nonsense').success]).toEqual([undefined, false]);
});
