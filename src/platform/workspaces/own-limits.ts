import { newId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';
import type { Config } from '../config/config.js';
import type { Database } from '../database/database.js';
import type { Reader } from '../database/reader.js';
import { columnName } from '../entities/postgres-names.js';
import { WORKSPACE_COLUMNS, type WorkspaceRow } from './workspace.entity.js';

/** The limits that the operator may give a workspace of its own, each with its highest value. */
export const OWN_LIMITS = {
  concurrentExecutions: 1_000,
  maxAutomations: LIMITS.maxAutomationsPerWorkspace,
  requestsPerMinute: 10_000_000,
} as const;
export type OwnLimit = keyof typeof OWN_LIMITS;

/** A workspace's own limits; null where the server's holds. */
export type OwnLimits = Pick<WorkspaceRow, OwnLimit>;

const COLUMNS = (Object.keys(OWN_LIMITS) as OwnLimit[]).map(columnName).join(', ');

const FIND = `SELECT ${WORKSPACE_COLUMNS} FROM workspace w WHERE w.id = $1`;

const SET = `
  WITH changed AS (
    UPDATE workspace w SET (${COLUMNS}) = (SELECT ${COLUMNS} FROM jsonb_populate_record(w, $2))
    WHERE w.id = $1
    RETURNING ${WORKSPACE_COLUMNS}
  ), audit AS (
    INSERT INTO audit_entry (id, workspace_id, action, subject_type, subject_id, subject_name, actor_type)
    SELECT $3, id, 'workspace.updated', 'workspace', id, name, 'system' FROM changed WHERE $2 <> '{}'
  )
  SELECT * FROM changed`;

/** The own limits of the reader's workspace. */
export async function ownLimits(reader: Reader): Promise<OwnLimits> {
  const [workspace] = await reader.query<OwnLimits>(FIND, [reader.workspaceId]);
  return workspace!;
}

/** Sets what is given, with its audit entry; null means the server's limit. Undefined if there is no such workspace. */
export async function setOwnLimits(
  database: Database,
  workspaceId: string,
  limits: Partial<OwnLimits>,
): Promise<OwnLimits | undefined> {
  const patch = Object.fromEntries(Object.entries(limits).map(([name, value]) => [columnName(name), value]));
  const [workspace] = await database.query<OwnLimits>(SET, [workspaceId, JSON.stringify(patch), newId()]);
  return workspace;
}

/** Limits written as name=number, or name=default for the server's; throws what `refusal` makes of a mistake. */
export function limitsIn(given: string[], refusal: (mistake: string) => Error): Partial<OwnLimits> {
  return Object.fromEntries(
    given.map((each) => {
      const [, name = '', value = ''] = /^(\w+)=(default|\d{1,9})$/.exec(each) ?? [];
      const most = Object.hasOwn(OWN_LIMITS, name) ? OWN_LIMITS[name as OwnLimit] : 0;
      if (value === 'default' && most > 0) return [name, null];
      if (Number(value) >= 1 && Number(value) <= most) return [name, Number(value)];
      const expected = Object.entries(OWN_LIMITS).map(([limit, highest]) => `${limit} (1 to ${highest})`);
      throw refusal(`"${each}" is no limit: give ${expected.join(', ')}, or "default"`);
    }),
  );
}

/** What holds for a workspace: its own limits, and otherwise the server's; null where there is no limit. */
export const limitsOf = (own: OwnLimits, { env }: Config) => ({
  concurrentExecutions: own.concurrentExecutions ?? env.WORKSPACE_CONCURRENCY,
  maxAutomations: own.maxAutomations ?? LIMITS.maxAutomationsPerWorkspace,
  requestsPerMinute: own.requestsPerMinute ?? (env.RATE_LIMIT || null),
});
