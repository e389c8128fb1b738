import { z } from 'zod';
import type { ActionDescription } from '../../actions/action.js';
import {
  OutcomeUnknownError,
  PermanentActionError,
  RetryableActionError,
  RetryAfterError,
} from '../../actions/action.errors.js';
import { DomainError } from '../../kernel/errors.js';
import { endOfFailure } from './retry-policy.js';

const webhook = { type: 'webhook', effect: 'external', delivery: 'at_least_once', attempts: 4 } as ActionDescription;
const message = { type: 'message', effect: 'external', delivery: 'at_most_once' } as ActionDescription;

describe('what a failure means', () => {
  it('is final when a retry would fail again', () => {
    const final = [
      new PermanentActionError('GONE', 'gone'),
      new DomainError('NOT_FOUND', 'no'),
      z.string().safeParse(1).error,
    ];
    for (const error of final) expect(endOfFailure(error, webhook, 1).status).toBe('failed');
  });

  it('is another attempt, later each time, until none are left', () => {
    const delays = [1, 2, 3]
      .map((attempts) => endOfFailure(new Error('no answer'), webhook, attempts))
      .map((end) => (end.status === 'retry' ? end.inMs : 0));
    expect(delays[0]).toBeGreaterThanOrEqual(250);
    expect(delays[1]).toBeGreaterThan(delays[0]!);
    expect(delays[2]).toBeGreaterThan(delays[1]!);
    expect(endOfFailure(new Error('no answer'), webhook, 4)).toEqual({
      status: 'failed',
      error: { code: 'ACTION_FAILED', message: 'no answer' },
    });
  });

  it('is a retry at the time that the other side requested', () => {
    expect(endOfFailure(new RetryAfterError(42_000, 'busy'), webhook, 1)).toMatchObject({
      status: 'retry',
      inMs: 42_000,
    });
  });

  it('keeps the code of the last attempt', () => {
    expect(endOfFailure(new RetryableActionError('HTTP_503', 'busy'), webhook, 4)).toMatchObject({
      status: 'failed',
      error: { code: 'HTTP_503' },
    });
  });

  it('is a repeated send only if the message was certainly not sent', () => {
    expect(endOfFailure(new OutcomeUnknownError('reset'), message, 1).status).toBe('unknown');
    expect(endOfFailure(new OutcomeUnknownError('reset'), webhook, 1).status).toBe('retry');
    expect(endOfFailure(new Error('refused'), message, 1).status).toBe('retry');
  });
});
