import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SleeperCancellation } from '../../executions/upkeep/sleeper-cancellation.js';
import { Deletions, type DeletionWatcher, type User, type Vanishing } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import { AutomationStore } from '../store/automation-store.js';
import { AutomationsService } from './automations.service.js';

/** Where a definition names objects of a kind instead of referring to them by id. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  tag: ['$.**.tagName', '$.** ? (@.field like_regex "[.]tags$").value[*]'],
};

// An id occurs nowhere but where it is meant: in configs, params, conditions, settings and templates alike.
const USERS = `
  SELECT a.id, a.name, content.is_draft AS "isDraft", users.refers, users.names
  FROM automation a CROSS JOIN LATERAL (
    SELECT d.body, false AS is_draft FROM definition d WHERE d.id = a.definition_id
    UNION ALL SELECT r.body, true FROM automation_draft r WHERE r.workspace_id = $1 AND r.automation_id = a.id
  ) AS content CROSS JOIN LATERAL (
    SELECT lower(content.body::text) LIKE ANY ($2::text[]) OR coalesce(content.body::text ~ $4, false) AS refers, ARRAY(
      SELECT named.value #>> '{}' FROM unnest($3::jsonpath[]) AS place(path)
      CROSS JOIN LATERAL jsonb_path_query(content.body, place.path) AS named(value)
      WHERE jsonb_typeof(named.value) = 'string') AS names
  ) AS users
  WHERE a.workspace_id = $1 AND (users.refers OR cardinality(users.names) > 0) ORDER BY content.is_draft, a.name, a.id`;

interface Found {
  id: string;
  name: string;
  isDraft: boolean;
  refers: boolean;
  names: string[];
}

/** Finds the automations, enabled or not, and the drafts that refer to objects of the CRM. */
@Injectable()
export class AutomationReferences implements OnModuleInit, DeletionWatcher {
  constructor(
    private readonly deletions: Deletions,
    private readonly store: AutomationStore,
    private readonly automations: AutomationsService,
    private readonly sleepers: SleeperCancellation,
  ) {}

  onModuleInit(): void {
    this.deletions.watch(this);
  }

  /** Until the unit of work ends, no automation of the workspace changes. A draft is named if its automation is not. */
  async users(work: Work, { kind, ids, isNamed, pattern }: Vanishing): Promise<User[]> {
    await this.store.lock(work);
    const values = [work.workspaceId, ids.map((id) => `%${id}%`), isNamed ? (NAMES[kind] ?? []) : [], pattern ?? null];
    const found = await work.query<Found>(USERS, values);
    const using = found.filter(({ refers, names }) => refers || names.some((name) => isNamed!(name)));
    const isUsing = new Set(using.flatMap(({ id, isDraft }) => (isDraft ? [] : [id])));
    return using
      .filter(({ id, isDraft }) => !isDraft || !isUsing.has(id))
      .map(({ id, name, isDraft }) =>
        isDraft
          ? { words: `the draft of automation "${name}"`, turnOff: async () => {} }
          : { words: `automation "${name}"`, turnOff: (reason) => this.turnOff(work, id, reason) },
      );
  }

  private async turnOff(work: Work, id: string, reason: string): Promise<void> {
    await this.automations.setMode(work, { id }, { mode: 'OFF', reason });
    work.afterCommit(() => this.sleepers.cancel(id));
  }
}
