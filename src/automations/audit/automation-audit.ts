import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import { toJsonText } from '../../kernel/json.js';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import type { Automation, DraftContent } from '../store/automation.js';
import {
  AUTOMATION_CHANGE_COLUMNS,
  type AutomationChange,
  type AutomationChangeKind,
} from './automation-audit.entity.js';

const RECORD = `
  INSERT INTO automation_audit (id, workspace_id, automation_id, change, actor_type, actor_id, actor_name, before, after, reason)
  VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10)`;

const PAGE = `
  SELECT ${AUTOMATION_CHANGE_COLUMNS}
  FROM automation_audit WHERE workspace_id = $1 AND automation_id = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`;

/** What the audit shows: an automation, or a draft of it. */
type Audited = DraftContent & Partial<Pick<Automation, 'enabled' | 'mode' | 'folder' | 'version'>>;

/** A change of an automation; `of` names the automation if the states are drafts. */
interface Change {
  before?: Audited | null;
  after?: Audited | null;
  of: Pick<Automation, 'id' | 'name'>;
  /** Why, if nobody asked for the change by itself. */
  reason?: string;
}

/** Records every change of an automation, in the transaction of the change. */
@Injectable()
export class AutomationAudit {
  constructor(private readonly secrets: DefinitionSecrets) {}

  /** Records a change by the actor of the unit of work. */
  async record(work: Work, change: AutomationChangeKind, { before, after, of, reason }: Change): Promise<void> {
    const { type, id, name } = work.origin.actor;
    const states = [before, after].map((each) => (each ? toJsonText(this.shown(each)) : null));
    const entryId = newId();
    const values = [work.workspaceId, entryId, of.id, change, type, id, name ?? null, ...states, reason ?? null];
    await work.query(RECORD, values);
    await recordInAudit(work, { id: entryId, action: `automation.${change.toLowerCase()}`, subject: of });
  }

  /** An automation's changes, newest first, even after its deletion. NOT_FOUND if it never existed. */
  async page(reader: Reader, automationId: string, args: PageArgs): Promise<Connection<AutomationChange>> {
    const query = pageQuery(args);
    const rows = isId(automationId)
      ? await reader.query<AutomationChange>(PAGE, [reader.workspaceId, automationId, query.afterId, query.limit])
      : [];
    if (rows.length === 0 && query.afterId === null) throw notFound('automation', automationId);
    return toConnection(rows, query);
  }

  private shown({ name, description, enabled, mode, folder, version, body }: Audited) {
    const { conditions, settings } = body;
    const { trigger, actions } = this.secrets.shown(body);
    const about = { name, description, enabled, mode, folder, version };
    return { ...about, trigger, conditions, actions, settings };
  }
}
