import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { checked, currency, locale, nameText, timeZone } from '../../kernel/checks/checks.js';
import { recordInAudit } from '../audit/audit-log.js';
import { Config } from '../config/config.js';
import type { Reader } from '../database/reader.js';
import type { Work } from '../work/work.js';
import { WORKSPACE_COLUMNS, type WorkspaceRow } from './workspace.entity.js';

const patchOf = (maxDays: number) =>
  z.object({
    name: nameText.nullish(),
    timeZone: timeZone.nullish(),
    currency: currency.nullish(),
    locale: locale.nullish(),
    retentionDays: z.number().int().min(1, 'At least 1').max(maxDays, `At most ${maxDays}`).nullish(),
  });

/** Changes of a workspace; omitted fields stay the same, null clears currency, locale and retention. */
export type WorkspacePatch = z.input<ReturnType<typeof patchOf>>;

const FIND = `SELECT ${WORKSPACE_COLUMNS} FROM workspace w WHERE w.id = $1`;

const UPDATE = `
  UPDATE workspace w SET name = coalesce($2, w.name), time_zone = coalesce($3, w.time_zone),
    currency = CASE WHEN $4::boolean THEN $5 ELSE w.currency END, locale = CASE WHEN $6::boolean THEN $7 ELSE w.locale END,
    retention_days = CASE WHEN $8::boolean THEN $9 ELSE w.retention_days END,
    retention_due_at = CASE WHEN $8 THEN clock_now() ELSE w.retention_due_at END
  WHERE w.id = $1
  RETURNING ${WORKSPACE_COLUMNS}`;

/** The settings of workspaces. */
@Injectable()
export class Workspaces {
  private readonly patch: ReturnType<typeof patchOf>;

  constructor(config: Config) {
    this.patch = patchOf(config.env.RETENTION_DAYS);
  }

  /** The reader's own. */
  async find(reader: Reader): Promise<WorkspaceRow> {
    const [workspace] = await reader.query<WorkspaceRow>(FIND, [reader.workspaceId]);
    return workspace!;
  }

  /** INVALID_INPUT. */
  async update(work: Work, input: WorkspacePatch): Promise<WorkspaceRow> {
    const { name = null, timeZone: zone = null, ...clearable } = checked(this.patch, input);
    const optional = [clearable.currency, clearable.locale, clearable.retentionDays];
    const given = optional.flatMap((value) => [value !== undefined, value ?? null]);
    const [workspace] = await work.query<WorkspaceRow>(UPDATE, [work.workspaceId, name, zone, ...given]);
    await recordInAudit(work, { action: 'workspace.updated', subject: workspace! });
    return workspace!;
  }
}
