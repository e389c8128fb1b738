import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import type { DefinitionBody } from '../../executions/definition/definition.js';
import { Database } from '../../platform/database/database.js';
import type { Reader } from '../../platform/database/reader.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { Listener } from './listener.js';
import { ListenerLookup } from './listener-lookup.js';
import { toRule } from './rule.js';

interface Listening {
  revision: bigint;
  byEventType: Map<string, ListenerLookup>;
}

type Row = {
  automationId: string;
  name: string;
  version: number;
  definitionId: string;
  isShadow: boolean;
  eventType: string;
  body: DefinitionBody;
};

const LOAD = `
  SELECT (SELECT coalesce(max(revision), 0) FROM event_listener WHERE workspace_id = $1) AS revision,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('automationId', a.id, 'name', a.name, 'version', a.version,
       'definitionId', a.definition_id, 'isShadow', NOT a.enabled, 'eventType', a.event_type, 'body', d.body) ORDER BY a.id), '[]')
     FROM automation a JOIN definition d ON d.id = a.definition_id WHERE a.workspace_id = $1 AND (a.enabled OR a.shadow)) AS automations`;

const KEPT_WORKSPACES = 5_000;

/** The automations of each workspace that listen, LIVE or SHADOW, by event type, compiled once and cached until a newer revision appears. */
@Injectable()
export class AutomationIndex {
  private readonly kept = new LRUCache<string, Listening>({ max: KEPT_WORKSPACES });
  private readonly loading = new Map<string, Promise<Listening>>();

  constructor(
    private readonly database: Database,
    private readonly secrets: DefinitionSecrets,
  ) {}

  /**
   * The listeners to an event type at this revision or later, with their revision. With a reader it waits for no other connection,
   * so that a transaction may ask.
   */
  async listeners(
    { workspaceId, type }: Pick<StoredEvent, 'workspaceId' | 'type'>,
    revision: string,
    reader?: Reader,
  ): Promise<{ revision: string; lookup: ListenerLookup }> {
    let listening = this.kept.get(workspaceId);
    if (!listening || listening.revision < BigInt(revision))
      listening = await (reader ? this.read(reader) : this.load(workspaceId));
    return {
      revision: String(listening.revision),
      lookup: listening.byEventType.get(type) ?? new ListenerLookup(),
    };
  }

  private load(workspaceId: string): Promise<Listening> {
    let loading = this.loading.get(workspaceId);
    if (!loading) {
      loading = this.read(this.database.reader(workspaceId)).finally(() => this.loading.delete(workspaceId));
      this.loading.set(workspaceId, loading);
    }
    return loading;
  }

  private async read(reader: Reader): Promise<Listening> {
    const { workspaceId } = reader;
    const [row] = await reader.query<{ revision: string; automations: Row[] }>(LOAD, [workspaceId]);
    const byEventType = new Map<string, ListenerLookup>();
    for (const automation of row!.automations) {
      const lookup = byEventType.get(automation.eventType) ?? new ListenerLookup();
      lookup.add(this.toListener(workspaceId, automation));
      byEventType.set(automation.eventType, lookup);
    }
    const listening = { revision: BigInt(row!.revision), byEventType };
    this.kept.set(workspaceId, listening);
    return listening;
  }

  private toListener(workspaceId: string, { body, eventType: _, ...listener }: Row): Listener {
    const { automationId } = listener;
    try {
      return { ...listener, rule: toRule(this.secrets.open(body, { workspaceId, automationId })) };
    } catch (error) {
      return { ...listener, rule: error as Error };
    }
  }
}
