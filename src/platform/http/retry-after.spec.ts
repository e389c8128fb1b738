import { retryAfterMs } from './retry-after.js';

const NOW = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

describe('retryAfterMs', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:00:00 GMT', 0],
    ['7200', 3_600_000],
    ['99999999999999999999', 3_600_000],
    ['Thu, 22 Oct 2026 07:28:00 GMT', 3_600_000],
    ['soon', undefined],
    ['', undefined],
  ])('reads "%s" as %s ms', (asked, ms) => {
    expect(retryAfterMs({ 'retry-after': asked }, NOW)).toBe(ms);
  });

  it('is undefined when the header is missing', () => {
    expect(retryAfterMs({}, NOW)).toBeUndefined();
  });
});
