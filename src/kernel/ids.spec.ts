import { isId, newId } from './ids.js';

it('makes ids that are UUIDv7, differ, and sort as they were made', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.every((id) => isId(id) && id[14] === '7' && /[89ab]/.test(id[19]!))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(24))).size).toBe(ids.length);
});

it('tells when they were made', () => {
  const before = Date.now();
  const made = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
  expect(made - before).toBeGreaterThanOrEqual(0);
  expect(made - before).toBeLessThan(60_000);
});

it.each(['', 'x', '0190-1', null, 7])('takes %p for no id', (value) => {
  expect(isId(value)).toBe(false);
});
