import type { Reader } from '../../platform/database/reader.js';
import { grouped } from '../../platform/requester/request-loaders.js';
import { sumOf, type BucketCount } from './stats-range.js';

/** The number of days of a sparkline, including today. */
export const RECENT_DAYS = 7;

/** The recent executions of an automation, day by day. */
export interface RecentStarts {
  started: number;
  failed: number;
  buckets: BucketCount[];
}

// The lowest UUIDv7 of an instant: an execution's id contains the time at which it was queued.
const idAt = (instant: string) =>
  `(lpad(to_hex((extract(epoch FROM ${instant}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

// Counted by id alone, so that an index-only scan suffices; failed executions have an index too.
const RECENT = `
  WITH day AS MATERIALIZED (
    SELECT at, ${idAt('at')} AS low, ${idAt(`at + interval '1 day'`)} AS high
    FROM (SELECT date_bin('1 day', clock_now(), 'epoch') - n * interval '1 day' AS at FROM generate_series(0, ${RECENT_DAYS - 1}) AS n) AS days
  ), failed AS MATERIALIZED (
    SELECT e.automation_id, day.at, count(*)::int AS count
    FROM day JOIN execution e ON e.workspace_id = $1 AND e.status = 'FAILED' AND e.id >= day.low AND e.id < day.high
    WHERE e.automation_id = ANY ($2::uuid[]) GROUP BY 1, 2
  )
  SELECT k.id AS "automationId", day.at, s.started, coalesce(failed.count, 0) AS failed
  FROM unnest($2::uuid[]) AS k(id) CROSS JOIN day CROSS JOIN LATERAL (
    SELECT count(*)::int AS started FROM execution e
    WHERE e.workspace_id = $1 AND e.automation_id = k.id AND e.id >= day.low AND e.id < day.high) AS s
  LEFT JOIN failed ON failed.automation_id = k.id AND failed.at = day.at
  ORDER BY day.at`;

/** The executions of automations in the last 7 days, in the order of the ids, in one statement. */
export async function recentStartsOf(reader: Reader, ids: readonly string[]): Promise<RecentStarts[]> {
  const rows = await reader.query<BucketCount & { automationId: string }>(RECENT, [reader.workspaceId, ids]);
  return grouped(ids, rows, ({ automationId }) => automationId).map((buckets) => ({
    started: sumOf(buckets, ({ started }) => started),
    failed: sumOf(buckets, ({ failed }) => failed),
    buckets,
  }));
}
