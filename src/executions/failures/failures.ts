import { v5 as uuidv5 } from 'uuid';
import { DomainError } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { pageInfoOf, sizeOf, type Connection, type PageArgs } from '../../platform/paging/connection.js';

/** The period of failures in days. */
export const FAILURE_DAYS = 7;

/** Executions that failed with the same automation, action and error code. */
export interface Failure {
  id: string;
  automation: { id: string; name: string };
  stepKey: string | null;
  code: string;
  message: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
  executionId: string;
}

type Row = Omit<Failure, 'id' | 'automation'> & { automationId: string; name: string };

const ALIKE = `e.workspace_id = $1 AND e.status = 'FAILED'`;

// Grouped by columns of the row, so that a definition is read once per group; versions of one automation are merged afterwards.
const FAILURES = `
  WITH alike AS MATERIALIZED (
    SELECT e.automation_id, e.definition_id, e.next_step, e.error ->> 'code' AS code, count(*)::int AS count,
      min(e.completed_at) AS first_at, max(e.completed_at) AS last_at
    FROM execution e WHERE ${ALIKE} AND e.completed_at > clock_now() - interval '${FAILURE_DAYS} days' GROUP BY 1, 2, 3, 4
  )
  SELECT a.automation_id AS "automationId", coalesce(d.name, '') AS name,
    coalesce(s.key, CASE WHEN NOT jsonb_path_exists(d.body, '$.actions[*].arms') THEN d.body -> 'actions' -> a.next_step::int ->> 'key' END) AS "stepKey",
    coalesce(a.code, '') AS code, coalesce(last.message, '') AS message, a.count, a.first_at AS "firstAt", a.last_at AS "lastAt", last.id AS "executionId"
  FROM alike a LEFT JOIN definition d ON d.workspace_id = $1 AND d.id = a.definition_id CROSS JOIN LATERAL (
    SELECT e.id, e.error ->> 'message' AS message FROM execution e
    WHERE ${ALIKE} AND e.completed_at = a.last_at AND e.definition_id = a.definition_id AND e.next_step = a.next_step
      AND e.error ->> 'code' IS NOT DISTINCT FROM a.code
    LIMIT 1) last LEFT JOIN step s ON s.execution_id = last.id AND s.index = a.next_step`;

/** Failures of the last 7 days, latest first. */
export async function failuresPage(reader: Reader, page: PageArgs): Promise<Connection<Failure>> {
  const size = sizeOf(page);
  const passed = page.after == null ? null : ofCursor(page.after);
  const failures = together(await reader.query<Row>(FAILURES, [reader.workspaceId])).sort(newestFirst);
  const following = failures.filter((failure) => passed === null || newestFirst(passed, failure) < 0);
  const edges = following.slice(0, size).map((node) => ({ cursor: toCursor(node), node }));
  return {
    edges,
    pageInfo: pageInfoOf(edges, { hasNextPage: following.length > size, hasPreviousPage: page.after != null }),
  };
}

function together(rows: Row[]): Failure[] {
  const failures = new Map<string, Failure>();
  for (const { automationId, name, ...row } of rows) {
    const id = uuidv5(JSON.stringify([row.stepKey, row.code]), automationId);
    const known = failures.get(id);
    const failure = { id, automation: { id: automationId, name }, ...row };
    failures.set(id, known ? joined(known, failure) : failure);
  }
  return [...failures.values()];
}

function joined(a: Failure, b: Failure): Failure {
  const newer = a.lastAt > b.lastAt ? a : b;
  return { ...newer, count: a.count + b.count, firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt };
}

type Place = Pick<Failure, 'id' | 'lastAt'>;

const newestFirst = (a: Place, b: Place) =>
  b.lastAt.getTime() - a.lastAt.getTime() || (a.id > b.id ? -1 : a.id < b.id ? 1 : 0);

const toCursor = ({ lastAt, id }: Place) => Buffer.from(`${lastAt.getTime()} ${id}`).toString('base64url');

function ofCursor(cursor: string): Place {
  const [time = '', id] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (/^\d{1,15}$/.test(time) && isId(id)) return { lastAt: new Date(Number(time)), id };
  throw new DomainError('INVALID_INPUT', 'The cursor does not belong to this list', [
    { path: ['after'], message: 'Not a cursor of this list' },
  ]);
}
