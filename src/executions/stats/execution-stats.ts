import type { Reader } from '../../platform/database/reader.js';
import { isId } from '../../kernel/ids.js';
import { CLOCKS_AGREE_WITHIN_MS, kindsOf, lowestIdAt } from '../../platform/paging/log-page.js';
import type { ExecutionStatus } from '../log/execution.js';
import { actionsOfDefinitions } from '../log/execution-log.service.js';
import { bucketsBetween, filled, STATS_BUCKETS, sumOf, type BucketCount, type StatsBucketName } from './stats-range.js';
import { stepsOf } from '../definition/flow.js';
import { stepStats, type Standing, type StepCount } from './step-stats.js';

/** The executions to count: those queued in a period, of one automation or of all. */
export interface StatsQuery {
  automationId?: string | null;
  from: Date;
  to: Date;
  bucket: StatsBucketName;
}

type Counted = { at: Date; status: ExecutionStatus; count: number };

// Ids increase with time: the index scan begins and ends with the period.
const QUEUED_THEN = `r.workspace_id = $1 AND r.id >= $2 AND r.id < $3 AND r.queued_at >= $4 AND r.queued_at < $5`;
const BUCKET = `date_bin($6::interval, queued_at, 'epoch')`;
const COUNTED = `${BUCKET} AS at, status, count(*)::int AS count`;

const OF_ALL = `${kindsOf({ table: 'execution', kind: 'trigger_type' })}
  SELECT ${COUNTED} FROM kinds CROSS JOIN LATERAL (
    SELECT r.queued_at, r.status FROM execution r WHERE r.trigger_type = kinds.kind AND ${QUEUED_THEN}) AS r
  GROUP BY 1, 2`;

const OF_ONE = `
  SELECT ${COUNTED}, definition_id AS "definitionId", next_step AS "nextStep", started_at IS NOT NULL AS "hasBegun"
  FROM execution r WHERE r.automation_id = $7 AND ${QUEUED_THEN} GROUP BY 1, 2, 4, 5, 6`;

const STEPS_OF = `
  SELECT r.definition_id AS "definitionId", s.key, s.status, r.completed_at IS NOT NULL AS "hasEnded", count(*)::int AS count
  FROM execution r JOIN step s ON s.execution_id = r.id WHERE r.definition_id = ANY($6) AND ${QUEUED_THEN} GROUP BY 1, 2, 3, 4`;

const COUNTS = `
  SELECT (SELECT count(*) FROM execution WHERE workspace_id = $1 AND status = 'QUEUED')::int AS queued,
    (SELECT count(*) FROM execution WHERE workspace_id = $1 AND status = 'RUNNING')::int AS running,
    (SELECT count(*) FROM execution WHERE workspace_id = $1 AND status = 'SLEEPING')::int AS sleeping,
    (SELECT count(*) FROM execution WHERE workspace_id = $1 AND status = 'FAILED' AND completed_at > clock_now() - interval '1 day')::int AS "failedLastDay",
    least(
      (SELECT q.queued_at FROM execution q WHERE q.workspace_id = $1 AND q.status = 'QUEUED' AND q.fence = 0 ORDER BY q.event_seq, q.id LIMIT 1),
      (SELECT min(s.wake_at) FROM execution s WHERE s.workspace_id = $1 AND s.status = 'SLEEPING' AND s.wake_at <= clock_now())) AS "oldestDueAt"`;

/** Counts the executions of a period by status; each counts in the bucket in which it was queued. INVALID_INPUT for too many buckets. */
export async function executionStats(reader: Reader, { automationId, from, to, bucket }: StatsQuery) {
  const begins = bucketsBetween(from, to, bucket);
  const ids = [lowestIdAt(from.getTime() - CLOCKS_AGREE_WITHIN_MS), lowestIdAt(to.getTime() + CLOCKS_AGREE_WITHIN_MS)];
  const values = [reader.workspaceId, ...ids, from, to, `${STATS_BUCKETS[bucket]} milliseconds`];
  const rows = await countedBy(reader, automationId, values);
  const of = (status: ExecutionStatus) =>
    sumOf(
      rows.filter((row) => row.status === status),
      ({ count }) => count,
    );
  return {
    started: sumOf(rows, ({ count }) => count),
    succeeded: of('SUCCEEDED'),
    failed: of('FAILED'),
    cancelled: of('CANCELLED'),
    buckets: filled(begins, byBucket(rows)),
    steps: automationId ? await steps(reader, rows as (Counted & Standing)[], values.slice(0, 5)) : [],
  };
}

/** The current numbers of the reader's workspace. */
export async function executionCounts(reader: Reader) {
  const [row] = await reader.query(COUNTS, [reader.workspaceId]);
  return row;
}

async function countedBy(
  reader: Reader,
  automationId: string | null | undefined,
  values: unknown[],
): Promise<Counted[]> {
  if (automationId == null) return reader.query<Counted>(OF_ALL, values);
  return isId(automationId) ? reader.query<Counted>(OF_ONE, [...values, automationId]) : [];
}

async function steps(reader: Reader, rows: (Counted & Standing)[], period: unknown[]) {
  const definitionIds = [...new Set(rows.map(({ definitionId }) => definitionId))].sort().reverse();
  const actions = (await actionsOfDefinitions(reader, definitionIds)).map(stepsOf);
  const keys = new Map(definitionIds.map((id, index) => [id, actions[index]!.map(({ key }) => key)]));
  const trees = definitionIds.filter((_, index) => actions[index]!.some(({ type }) => LEAPS.has(type)));
  return stepStats(keys, {
    standings: rows.filter(({ definitionId }) => !trees.includes(definitionId)),
    counts: trees.length > 0 ? await reader.query<StepCount>(STEPS_OF, [...period, trees]) : [],
  });
}

// The types of steps that may pass over others.
const LEAPS = new Set(['branch', 'stop']);

function byBucket(rows: Counted[]): BucketCount[] {
  const buckets = new Map<number, BucketCount>();
  for (const { at, status, count } of rows) {
    const bucket = buckets.get(at.getTime()) ?? { at, started: 0, failed: 0 };
    bucket.started += count;
    if (status === 'FAILED') bucket.failed += count;
    buckets.set(at.getTime(), bucket);
  }
  return [...buckets.values()];
}
