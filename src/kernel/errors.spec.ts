import { DomainError, invalidInput, type Mistake } from './errors.js';

const many = (count: number): Mistake[] =>
  Array.from({ length: count }, (_, index) => ({ path: ['tags', index], message: 'Unknown' }));

describe('a refusal', () => {
  it('lists 50 mistakes and counts the rest', () => {
    const { details, message } = invalidInput(many(23_100));
    expect(details).toHaveLength(51);
    expect(details![0]).toEqual({ path: ['tags', 0], message: 'Unknown' });
    expect(details!.at(-1)).toEqual({ path: [], message: 'and 23050 more' });
    expect(message.length).toBeLessThanOrEqual(2_000);
  });

  it('lists all of 50 mistakes', () => expect(invalidInput(many(50)).details).toEqual(many(50)));

  it('is bounded, however it is created and however long its names and messages are', () => {
    const long = 'x'.repeat(1_000_000);
    const refusal = new DomainError('INVALID_INPUT', long, [{ path: [long, 1], message: long }]);
    expect(JSON.stringify([refusal.message, refusal.details]).length).toBeLessThan(4_000);
  });
});
