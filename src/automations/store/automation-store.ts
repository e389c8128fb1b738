import { Injectable } from '@nestjs/common';
import { ADVISORY_LOCKS } from '../../platform/database/advisory-locks.js';
import { newId, isId } from '../../kernel/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { toConnection, type Connection, type PageQuery } from '../../platform/paging/connection.js';
import { awaitedEventsOf } from '../../executions/control/control-steps.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import { HookAddresses } from '../addresses/hook-addresses.js';
import { Schedules } from '../schedules/schedules.js';
import type { Automation, AutomationMode, CheckedAutomation } from './automation.js';
import { AutomationEntity } from './automation.entity.js';

/** The filter of a list of automations; omitted fields do not filter. */
export interface AutomationFilter {
  search?: string | null;
  triggerType?: string | null;
  enabled?: boolean | null;
  mode?: AutomationMode | null;
  folder?: string | null;
}

const MODE = `CASE WHEN a.enabled THEN 'LIVE' WHEN a.shadow THEN 'SHADOW' ELSE 'OFF' END`;

const COLUMNS = `
  ${columnsOf(AutomationEntity, 'a', 'triggerType', 'eventType', 'shadow', 'draftRevision')},
  ${MODE} AS mode, d.body`;

const FIND = `SELECT ${COLUMNS} FROM automation a JOIN definition d ON d.id = a.definition_id WHERE a.workspace_id = $1 AND a.id = $2`;

const PAGE = `
  SELECT ${COLUMNS} FROM automation a JOIN definition d ON d.id = a.definition_id
  WHERE a.workspace_id = $1 AND ($2::text IS NULL OR position(lower($2) IN lower(a.name || ' ' || coalesce(a.description, ''))) > 0)
    AND ($3::text IS NULL OR a.trigger_type = $3) AND ($4::boolean IS NULL OR a.enabled = $4) AND ($5::uuid IS NULL OR a.id < $5)
    AND ($7::text IS NULL OR a.folder = $7) AND ($8::text IS NULL OR ${MODE} = $8)
  ORDER BY a.id DESC LIMIT $6`;

const FOLDERS = `SELECT DISTINCT folder FROM automation WHERE workspace_id = $1 AND folder IS NOT NULL ORDER BY folder`;

// Held until the end of the transaction: definitions of one workspace change one at a time.
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended($1::text, ${ADVISORY_LOCKS.automations}))`;
const COUNT = `SELECT count(*)::int AS count FROM automation WHERE workspace_id = $1`;

const INSERT = `
  WITH kept AS (
    INSERT INTO definition (id, workspace_id, automation_id, version, name, body, awaited_events, published_by) VALUES ($6, $1, $2, 1, $3, $8, $10, $11)
  ), gate AS (
    INSERT INTO automation_gate (automation_id, workspace_id, open) VALUES ($2, $1, $5)
  )
  INSERT INTO automation (id, workspace_id, name, description, enabled, version, definition_id, trigger_type, event_type, folder)
  VALUES ($2, $1, $3, $4, $5, 1, $6, $7, $9, $12)`;

const NEW_VERSION = `
  WITH kept AS (
    INSERT INTO definition (id, workspace_id, automation_id, version, name, body, awaited_events, published_by)
    SELECT $5, $1, $2, a.version + 1, $3, $7, $9::text[], $10 FROM automation a WHERE a.workspace_id = $1 AND a.id = $2
  )
  UPDATE automation SET name = $3, description = $4, version = version + 1, definition_id = $5, trigger_type = $6,
    event_type = $8, updated_at = clock_now()
  WHERE workspace_id = $1 AND id = $2`;

// The database's current time, as executions may be queued while this transaction is open.
const GATE = `
  UPDATE automation_gate SET open = $3, cancel_before = CASE WHEN $3 THEN cancel_before ELSE clock_now() + (clock_timestamp() - now()) END
  WHERE workspace_id = $1 AND automation_id = $2`;

// A later straggler of an older version is found too: until a minute after this, one may still be on its way.
const END_OLDER = `
  UPDATE automation_gate g SET cancel_below = a.version, cancel_below_since = clock_now() FROM automation a
  WHERE g.workspace_id = $1 AND g.automation_id = $2 AND a.workspace_id = $1 AND a.id = $2`;

const SET_MODE = `
  UPDATE automation SET enabled = $3 = 'LIVE', shadow = $3 = 'SHADOW', updated_at = clock_now() WHERE workspace_id = $1 AND id = $2`;

const SET_FOLDER = `UPDATE automation SET folder = $3, updated_at = clock_now() WHERE workspace_id = $1 AND id = $2`;

const DELETE = `
  DELETE FROM automation WHERE workspace_id = $1 AND id = $2`;

// Every change gives all listeners a new revision, so that dispatchers notice that their cache is stale. What a definition waits
// for is heard as long as the definition is kept: an execution that runs it may come to the wait.
const REFRESH_LISTENERS = `
  WITH now AS MATERIALIZED (
    SELECT nextval('listener_revision') AS revision
  ), wanted AS (
    SELECT id, event_type, definition_id FROM automation WHERE workspace_id = $1 AND (enabled OR shadow)
  ), heard AS (
    SELECT event_type, bool_or(awaited) AS awaited FROM (
      SELECT event_type, false AS awaited FROM wanted
      UNION ALL SELECT unnest(awaited_events), true FROM definition WHERE workspace_id = $1 AND awaited_events <> '{}') AS each
    GROUP BY event_type
  ), ended AS (
    UPDATE listener_history h SET until = now.revision FROM now
    WHERE h.workspace_id = $1 AND h.until IS NULL AND h.definition_id NOT IN (SELECT definition_id FROM wanted)
  ), begun AS (
    INSERT INTO listener_history (workspace_id, event_type, automation_id, definition_id, since)
    SELECT $1, event_type, id, definition_id, now.revision FROM wanted, now
    WHERE NOT EXISTS (SELECT FROM listener_history h WHERE h.definition_id = wanted.definition_id AND h.until IS NULL)
  ), gone AS (
    DELETE FROM event_listener WHERE workspace_id = $1 AND event_type NOT IN (SELECT event_type FROM heard)
  )
  INSERT INTO event_listener (workspace_id, event_type, revision, awaited)
  SELECT $1::uuid, event_type, now.revision, awaited FROM heard, now
  ON CONFLICT (workspace_id, event_type) DO UPDATE SET revision = excluded.revision, awaited = excluded.awaited`;

/** The rows of automations, their versions, gates and listeners. */
@Injectable()
export class AutomationStore {
  constructor(
    private readonly addresses: HookAddresses,
    private readonly schedules: Schedules,
  ) {}

  /** An automation of the reader's workspace, or undefined. */
  async find(reader: Reader, id: string): Promise<Automation | undefined> {
    if (!isId(id)) return undefined;
    const [automation] = await reader.query<Automation>(FIND, [reader.workspaceId, id]);
    return automation;
  }

  /** A page of automations, newest first. */
  async page(reader: Reader, filter: AutomationFilter, page: PageQuery): Promise<Connection<Automation>> {
    const { search, triggerType = null, enabled = null, folder = null, mode = null } = filter;
    const { workspaceId } = reader;
    const values = [workspaceId, search || null, triggerType, enabled, page.afterId, page.limit, folder, mode];
    return toConnection(await reader.query<Automation>(PAGE, values), page);
  }

  /** The names of all folders, sorted. */
  async folders(reader: Reader): Promise<string[]> {
    const rows = await reader.query<{ folder: string }>(FOLDERS, [reader.workspaceId]);
    return rows.map(({ folder }) => folder);
  }

  /** Serializes changes of this workspace's automations. Resolves with their number. */
  async lock(work: Work): Promise<number> {
    await work.query(LOCK, [work.workspaceId]);
    const [row] = await work.query<{ count: number }>(COUNT, [work.workspaceId]);
    return row!.count;
  }

  /** Stores a new automation in version 1. */
  async insert(
    work: Work,
    id: string,
    { enabled, name, description, folder, eventType, body }: CheckedAutomation & { enabled: boolean },
  ): Promise<void> {
    const values = [
      work.workspaceId,
      id,
      name,
      description,
      enabled,
      newId(),
      body.trigger.type,
      JSON.stringify(body),
      eventType,
      awaitedEventsOf(body),
      publisherOf(work),
      folder,
    ];
    await work.query(INSERT, values);
    await this.addresses.keep(work, id, body.trigger.type);
    await this.listen(work, id);
  }

  /** Stores a new version; unfinished executions keep theirs. */
  async newVersion(work: Work, id: string, { name, description, eventType, body }: CheckedAutomation): Promise<void> {
    await work.query(NEW_VERSION, [
      work.workspaceId,
      id,
      name,
      description,
      newId(),
      body.trigger.type,
      JSON.stringify(body),
      eventType,
      awaitedEventsOf(body),
      publisherOf(work),
    ]);
    await this.addresses.keep(work, id, body.trigger.type);
    await this.listen(work, id);
  }

  /** Sets what it does with events. */
  async setMode(work: Work, id: string, mode: AutomationMode): Promise<void> {
    await work.query(SET_MODE, [work.workspaceId, id, mode]);
    await this.listen(work, id);
  }

  /** Puts it into a folder, or into none. */
  async setFolder(work: Work, id: string, folder: string | null): Promise<void> {
    await work.query(SET_FOLDER, [work.workspaceId, id, folder]);
  }

  /** Marks the unfinished executions of all versions but its newest for cancellation. */
  async endOlder(work: Work, id: string): Promise<void> {
    await work.query(END_OLDER, [work.workspaceId, id]);
  }

  /** Sets whether its executions may act. When closed, they stop before their next action, and sleeping ones are marked for cancellation. */
  async setGate(work: Work, id: string, open: boolean): Promise<void> {
    await work.query(GATE, [work.workspaceId, id, open]);
  }

  /** Deletes it; its versions, executions and decisions stay. */
  async delete(work: Work, id: string): Promise<void> {
    await work.query(DELETE, [work.workspaceId, id]);
    await this.refreshListeners(work);
  }

  // It listens to events as it is now, or to the clock.
  private async listen(work: Work, id: string): Promise<void> {
    const { body, mode } = (await this.find(work, id))!;
    await this.schedules.follow(work, { id, body, isOn: mode !== 'OFF' });
    await this.refreshListeners(work);
  }

  private async refreshListeners(work: Work): Promise<void> {
    await work.query(REFRESH_LISTENERS, [work.workspaceId]);
  }
}

const publisherOf = ({ origin }: Work) => origin.actor.name ?? null;
