import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { checked, nameText, timeZone } from '../../kernel/checks/checks.js';
import { recordInAudit } from '../audit/audit-log.js';
import type { Reader } from '../database/reader.js';
import type { Work } from '../work/work.js';

/** A tenant as it is shown. */
export interface WorkspaceRow {
  id: string;
  name: string;
  timeZone: string;
}

const patch = z.object({ name: nameText.nullish(), timeZone: timeZone.nullish() });

/** Changes of a workspace; omitted fields stay the same. */
export type WorkspacePatch = z.input<typeof patch>;

const FIND = `SELECT id, name, time_zone AS "timeZone" FROM workspace WHERE id = $1`;

const UPDATE = `
  UPDATE workspace SET name = coalesce($2, name), time_zone = coalesce($3, time_zone) WHERE id = $1
  RETURNING id, name, time_zone AS "timeZone"`;

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
    const { name = null, timeZone: zone = null } = checked(patch, input);
    const [workspace] = await work.query<WorkspaceRow>(UPDATE, [work.workspaceId, name, zone]);
    await recordInAudit(work, { action: 'workspace.updated', subject: workspace! });
    return workspace!;
  }
}
