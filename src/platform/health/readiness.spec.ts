import { jest } from '@jest/globals';
import type { Database } from '../database/database.js';
import { Readiness } from './readiness.js';

const databaseThat = (query: () => Promise<unknown[]>) => new Readiness({ query } as unknown as Database);

afterEach(() => void jest.useRealTimers());

it('is ready when the database answers and no layer objects', async () => {
  const readiness = databaseThat(async () => []);
  readiness.require(async () => null);

  await expect(readiness.reason()).resolves.toBeNull();
});

it('returns the first objection', async () => {
  const readiness = databaseThat(async () => []);
  readiness.require(async () => 'too late');
  readiness.require(async () => 'too many');

  await expect(readiness.reason()).resolves.toBe('too late');
});

it('names the database when it rejects the query', async () => {
  await expect(databaseThat(() => Promise.reject(new Error('ECONNREFUSED'))).reason()).resolves.toMatch(
    /database does not answer/,
  );
});

it('names the database when it does not answer within 2 s', async () => {
  jest.useFakeTimers();
  const reason = databaseThat(() => new Promise(() => undefined)).reason();

  await jest.advanceTimersByTimeAsync(2_000);

  await expect(reason).resolves.toBe('the database does not answer within 2 s');
});
