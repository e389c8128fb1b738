import { nameOf } from './prepared.js';

test('a statement is named after its verb and table', () => {
  expect(nameOf(`\n  INSERT INTO idempotency_key AS k (id) VALUES ($1)`)).toMatch(
    /^insert_idempotency_key_[0-9a-f]{12}$/,
  );
  expect(nameOf('SELECT 1')).toMatch(/^select_[0-9a-f]{12}$/);
});

test('different texts have different names of at most 63 bytes, the limit of Postgres', () => {
  expect(nameOf('SELECT id FROM contact')).not.toBe(nameOf('SELECT name FROM contact'));
  expect(nameOf(`SELECT id FROM ${'a'.repeat(100)}`)).toHaveLength(63);
});
