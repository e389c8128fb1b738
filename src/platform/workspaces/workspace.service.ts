import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { checked, currency, locale, nameText, timeZone } from '../../kernel/checks/checks.js';
import { recordInAudit } from '../audit/audit-log.js';
import type { Reader } from '../database/reader.js';
import type { Work } from '../work/work.js';
import { WORKSPACE_COLUMNS, type WorkspaceRow } from './workspace.entity.js';

const patch = z.object({
  name: nameText.nullish(),
  timeZone: timeZone.nullish(),
  currency: currency.nullish(),
  locale: locale.nullish(),
});

/** Changes of a workspace; omitted fields stay the same, null clears currency and locale. */
export type WorkspacePatch = z.input<typeof patch>;

const FIND = `SELECT ${WORKSPACE_COLUMNS} FROM workspace w WHERE w.id = $1`;

const UPDATE = `
  UPDATE workspace w SET name = coalesce($2, w.name), time_zone = coalesce($3, w.time_zone),
    currency = CASE WHEN $4::boolean THEN $5 ELSE w.currency END, locale = CASE WHEN $6::boolean THEN $7 ELSE w.locale END
  WHERE w.id = $1
  RETURNING ${WORKSPACE_COLUMNS}`;

/** The settings of workspaces. */
@Injectable()
export class Workspaces {
  /** The reader's own. */
  async find(reader: Reader): Promise<WorkspaceRow> {
    const [workspace] = await reader.query<WorkspaceRow>(FIND, [reader.workspaceId]);
    return workspace!;
  }

  /** INVALID_INPUT. */
  async update(work: Work, input: WorkspacePatch): Promise<WorkspaceRow> {
    const { name = null, timeZone: zone = null, currency, locale } = checked(patch, input);
    const optional = [currency !== undefined, currency ?? null, locale !== undefined, locale ?? null];
    const [workspace] = await work.query<WorkspaceRow>(UPDATE, [work.workspaceId, name, zone, ...optional]);
    await recordInAudit(work, { action: 'workspace.updated', subject: workspace! });
    return workspace!;
  }
}
