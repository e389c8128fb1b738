import { Injectable } from '@nestjs/common';
import { notFound } from '../kernel/errors.js';
import { isId, newId } from '../kernel/ids.js';
import { toJsonText, type Json } from '../kernel/json.js';
import type { Reader } from '../platform/database/reader.js';
import type { Work } from '../platform/database/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../platform/graphql/connection.js';
import { DefinitionSecrets } from '../executions/definition-secrets.js';
import type { Automation } from './automation.js';

/** What can happen to an automation. */
export const AUTOMATION_CHANGES = ['CREATED', 'UPDATED', 'ENABLED', 'DISABLED', 'DELETED'] as const;
export type AutomationChangeKind = (typeof AUTOMATION_CHANGES)[number];

/** Who changed an automation, when, from what to what. */
export interface AutomationChange {
  id: string;
  automationId: string;
  change: AutomationChangeKind;
  actorType: string;
  actorId: string | null;
  actorName: string | null;
  before: Json;
  after: Json;
  changedAt: Date;
}

const RECORD = `
  INSERT INTO automation_audit (id, workspace_id, automation_id, change, actor_type, actor_id, actor_name, before, after)
  VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9)`;

const PAGE = `
  SELECT id, automation_id AS "automationId", change, actor_type AS "actorType", actor_id AS "actorId", actor_name AS "actorName",
    before, after, changed_at AS "changedAt"
  FROM automation_audit WHERE workspace_id = $1 AND automation_id = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`;

/** The book in which every change of an automation is written, in the transaction that makes it. */
@Injectable()
export class AutomationAudit {
  constructor(private readonly secrets: DefinitionSecrets) {}

  /** Writes what changed; whoever holds the work is who changed it. */
  async record(work: Work, change: AutomationChangeKind, { before, after }: { before?: Automation; after?: Automation }): Promise<void> {
    const { type, id, name } = work.origin.actor;
    const states = [before, after].map((each) => (each ? toJsonText(this.shown(each)) : null));
    await work.query(RECORD, [work.workspaceId, newId(), (after ?? before)!.id, change, type, id, name ?? null, ...states]);
  }

  /** An automation's changes, newest first; they outlive it. NOT_FOUND for one that never was. */
  async page(reader: Reader, automationId: string, args: PageArgs): Promise<Connection<AutomationChange>> {
    const query = pageQuery(args);
    const rows = isId(automationId) ? await reader.query<AutomationChange>(PAGE, [reader.workspaceId, automationId, query.afterId, query.limit]) : [];
    if (rows.length === 0 && query.afterId === null) throw notFound('automation', automationId);
    return toConnection(rows, query);
  }

  private shown({ name, description, enabled, version, body: { trigger, conditions, actions } }: Automation) {
    return { name, description, enabled, version, trigger, conditions, actions: this.secrets.mask(actions) };
  }
}
