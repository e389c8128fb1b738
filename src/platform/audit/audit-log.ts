import { newId } from '../../kernel/ids.js';
import type { Reader } from '../database/reader.js';
import type { Work } from '../work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../paging/connection.js';
import { AUDIT_ENTRY_COLUMNS, type AuditEntryRow } from './audit-entry.entity.js';

/** A new audit entry. */
export interface NewAuditEntry {
  /** Given when another table has the entry under the same id. */
  id?: string;
  /** The kind of object and what happened to it, such as "api_key.created". */
  action: `${string}.${string}`;
  /** The changed object: its id, if a workspace has several, and its name at that time. */
  subject?: { id: string | null; name: string };
}

const RECORD = `
  INSERT INTO audit_entry
    (id, workspace_id, action, subject_type, subject_id, subject_name, actor_type, actor_id, actor_name)
  VALUES ($2, $1, $3, split_part($3, '.', 1), $4, $5, $6, $7, $8)`;

const PAGE = `
  SELECT ${AUDIT_ENTRY_COLUMNS}
  FROM audit_entry WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`;

/** Records who did what, in the transaction of the change. */
export async function recordInAudit(work: Work, { id = newId(), action, subject }: NewAuditEntry): Promise<void> {
  const { actor } = work.origin;
  const values = [
    work.workspaceId,
    id,
    action,
    subject?.id ?? null,
    subject?.name ?? null,
    actor.type,
    actor.id,
    actor.name ?? null,
  ];
  await work.query(RECORD, values);
}

/** A page of the workspace's audit, newest first. */
export async function auditPage(reader: Reader, args: PageArgs): Promise<Connection<AuditEntryRow>> {
  const query = pageQuery(args);
  return toConnection(await reader.query<AuditEntryRow>(PAGE, [reader.workspaceId, query.afterId, query.limit]), query);
}
