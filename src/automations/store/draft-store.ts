import { Injectable } from '@nestjs/common';
import type { Reader } from '../../platform/database/reader.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import { inOrder } from '../../platform/requester/request-loaders.js';
import type { Work } from '../../platform/work/work.js';
import type { Automation, DraftContent } from './automation.js';
import { AutomationDraftEntity } from './automation-draft.entity.js';

/** Unpublished changes of an automation; their secrets are sealed. */
export type Draft = AutomationDraftEntity;

const FIND = `
  SELECT ${columnsOf(AutomationDraftEntity, 'd')} FROM automation_draft d WHERE d.workspace_id = $1 AND d.automation_id = ANY($2)`;

const SAVE = `
  WITH raised AS (
    UPDATE automation SET draft_revision = draft_revision + 1 WHERE workspace_id = $1 AND id = $2 RETURNING draft_revision
  )
  INSERT INTO automation_draft AS d (automation_id, workspace_id, revision, base_version, name, description, body, updated_by)
  SELECT $2, $1, draft_revision, $3, $4, $5, $6, $7 FROM raised
  ON CONFLICT (automation_id) DO UPDATE SET revision = excluded.revision, base_version = excluded.base_version,
    name = excluded.name, description = excluded.description, body = excluded.body, updated_by = excluded.updated_by,
    updated_at = clock_now()
  RETURNING ${columnsOf(AutomationDraftEntity, 'd')}`;

const REMOVE = `DELETE FROM automation_draft WHERE workspace_id = $1 AND automation_id = $2`;

/** The drafts of automations by the automations' ids; null where there is none. */
export const draftsOf = async (reader: Reader, ids: readonly string[]): Promise<(Draft | null)[]> =>
  inOrder(ids, await reader.query<Draft>(FIND, [reader.workspaceId, ids]), ({ automationId }) => automationId);

/** The rows of drafts; a new draft's revision is higher than that of every earlier one of its automation. */
@Injectable()
export class DraftStore {
  async find(reader: Reader, automationId: string): Promise<Draft | null> {
    return (await draftsOf(reader, [automationId]))[0]!;
  }

  /** Stores a draft in place of an earlier one. `baseVersion` is the version that it changes. */
  async save(
    work: Work,
    { id }: Automation,
    { name, description, body, baseVersion }: DraftContent & { baseVersion: number },
  ): Promise<Draft> {
    const values = [
      work.workspaceId,
      id,
      baseVersion,
      name,
      description,
      JSON.stringify(body),
      work.origin.actor.name ?? null,
    ];
    const [draft] = await work.query<Draft>(SAVE, values);
    return draft!;
  }

  async remove(work: Work, automationId: string): Promise<void> {
    await work.query(REMOVE, [work.workspaceId, automationId]);
  }
}
