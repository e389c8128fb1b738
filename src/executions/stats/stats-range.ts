import { invalidInput } from '../../kernel/errors.js';

/** The size of each bucket in milliseconds. */
export const STATS_BUCKETS = { MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 } as const;
export type StatsBucketName = keyof typeof STATS_BUCKETS;

/** The maximum number of buckets in one answer: slightly more than a day of minutes. */
export const MAX_BUCKETS = 1_500;

/** The counts of one bucket. */
export interface BucketCount {
  at: Date;
  started: number;
  failed: number;
}

/** The start times of the buckets of a period. INVALID_INPUT if the period is empty or has too many. */
export function bucketsBetween(from: Date, to: Date, bucket: StatsBucketName): number[] {
  const width = STATS_BUCKETS[bucket];
  const first = Math.floor(from.getTime() / width) * width;
  const count = Math.ceil((to.getTime() - first) / width);
  if (to <= from) throw invalidInput([{ path: ['to'], message: 'Must be later than from' }]);
  if (count > MAX_BUCKETS)
    throw invalidInput([
      {
        path: ['bucket'],
        message: `At most ${MAX_BUCKETS} buckets are allowed, but the period has ${count}: choose a larger bucket or a shorter period`,
      },
    ]);
  return Array.from({ length: count }, (_, index) => first + index * width);
}

/** Every bucket in order, with 0 for missing counts. */
export function filled(begins: readonly number[], counts: readonly BucketCount[]): BucketCount[] {
  const known = new Map(counts.map((count) => [count.at.getTime(), count]));
  return begins.map((at) => known.get(at) ?? { at: new Date(at), started: 0, failed: 0 });
}

/** The sum of a number over all rows. */
export const sumOf = <Row>(rows: readonly Row[], numberOf: (row: Row) => number) =>
  rows.reduce((sum, row) => sum + numberOf(row), 0);
