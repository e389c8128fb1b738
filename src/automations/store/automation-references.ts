import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Deletions, type DeletionWatcher, type Vanishing } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import { AutomationStore } from './automation-store.js';

/** Where a definition names objects of a kind instead of referring to them by id. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  tag: ['$.**.tagName', '$.** ? (@.field like_regex "[.]tags$").value[*]'],
};

// An id occurs nowhere but where it is meant: in configs, params, conditions, settings and templates alike.
const USERS = `
  SELECT a.name, users.refers, users.names
  FROM automation a JOIN definition d ON d.id = a.definition_id CROSS JOIN LATERAL (
    SELECT lower(d.body::text) LIKE ANY ($2::text[]) AS refers, ARRAY(
      SELECT named.value #>> '{}' FROM unnest($3::jsonpath[]) AS place(path) CROSS JOIN LATERAL jsonb_path_query(d.body, place.path) AS named(value)
      WHERE jsonb_typeof(named.value) = 'string') AS names
  ) AS users
  WHERE a.workspace_id = $1 AND (users.refers OR cardinality(users.names) > 0) ORDER BY a.name, a.id`;

/** Finds the automations, enabled or not, that refer to objects of the CRM. */
@Injectable()
export class AutomationReferences implements OnModuleInit, DeletionWatcher {
  constructor(
    private readonly deletions: Deletions,
    private readonly store: AutomationStore,
  ) {}

  onModuleInit(): void {
    this.deletions.watch(this);
  }

  /** Until the unit of work ends, no automation of the workspace changes. */
  async users(work: Work, { kind, ids, isNamed }: Vanishing): Promise<string[]> {
    await this.store.lock(work);
    const values = [work.workspaceId, ids.map((id) => `%${id}%`), isNamed ? (NAMES[kind] ?? []) : []];
    const found = await work.query<{ name: string; refers: boolean; names: string[] }>(USERS, values);
    return found
      .filter(({ refers, names }) => refers || names.some((name) => isNamed!(name)))
      .map(({ name }) => `automation "${name}"`);
  }
}
