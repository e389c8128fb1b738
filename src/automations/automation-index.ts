import { Injectable } from '@nestjs/common';
import { compileConditions, type CompiledConditions } from '../conditions/compile-conditions.js';
import { DefinitionSecrets } from '../executions/definition-secrets.js';
import type { DefinitionBody } from '../executions/definition.js';
import type { JsonObject } from '../kernel/json.js';
import { Database } from '../platform/database/database.js';
import { compileTemplate } from '../platform/templates/compile-template.js';
import { factPathsOf } from '../triggers/trigger-facts.js';
import { makeTriggerRunner, type TriggerRunner } from '../triggers/trigger-runner.js';
import type { TriggerDefinition } from '../triggers/trigger.js';
import { TRIGGERS } from '../triggers/triggers.js';

/** An enabled automation, compiled for the dispatcher. */
export interface Listener {
  automationId: string;
  name: string;
  version: number;
  definitionId: string;
  /** What it takes to decide, or why it cannot be used. */
  rule: Rule | Error;
}

/** When an automation starts, and which facts of that moment it will want to read later. */
export interface Rule {
  trigger: TriggerDefinition;
  runner: TriggerRunner;
  config: JsonObject;
  conditions: CompiledConditions;
  /** Fact paths that conditions name, and that templates name under `trigger.`, without that prefix. */
  pathsThen: { conditions: string[][]; templates: string[][] };
}

interface Listening {
  revision: bigint;
  byEventType: Map<string, Listener[]>;
}

type Row = { automationId: string; name: string; version: number; definitionId: string; eventType: string; body: DefinitionBody };

const LOAD = `
  SELECT (SELECT coalesce(max(revision), 0) FROM event_listener WHERE workspace_id = $1) AS revision,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('automationId', a.id, 'name', a.name, 'version', a.version,
       'definitionId', a.definition_id, 'eventType', a.event_type, 'body', d.body) ORDER BY a.id), '[]')
     FROM automation a JOIN definition d ON d.id = a.definition_id WHERE a.workspace_id = $1 AND a.enabled) AS automations`;

const KEPT_WORKSPACES = 5_000;

/** The enabled automations of each workspace by event type, compiled once and kept until a newer revision is seen. */
@Injectable()
export class AutomationIndex {
  private readonly kept = new Map<string, Listening>();
  private readonly loading = new Map<string, Promise<Listening>>();

  constructor(
    private readonly database: Database,
    private readonly secrets: DefinitionSecrets,
  ) {}

  /** Who listens to an event type, as it was at this revision or later. */
  async listeners(workspaceId: string, eventType: string, revision: string): Promise<Listener[]> {
    let listening = this.kept.get(workspaceId);
    if (!listening || listening.revision < BigInt(revision)) listening = await this.load(workspaceId);
    return listening.byEventType.get(eventType) ?? [];
  }

  private load(workspaceId: string): Promise<Listening> {
    let loading = this.loading.get(workspaceId);
    if (!loading) {
      loading = this.read(workspaceId).finally(() => this.loading.delete(workspaceId));
      this.loading.set(workspaceId, loading);
    }
    return loading;
  }

  private async read(workspaceId: string): Promise<Listening> {
    const [row] = await this.database.query<{ revision: string; automations: Row[] }>(LOAD, [workspaceId]);
    const byEventType = new Map<string, Listener[]>();
    for (const automation of row!.automations) {
      const listeners = byEventType.get(automation.eventType) ?? [];
      listeners.push(this.toListener(workspaceId, automation));
      byEventType.set(automation.eventType, listeners);
    }
    const listening = { revision: BigInt(row!.revision), byEventType };
    if (this.kept.size >= KEPT_WORKSPACES) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(workspaceId, listening);
    return listening;
  }

  private toListener(workspaceId: string, { automationId, name, version, definitionId, body }: Row): Listener {
    try {
      return { automationId, name, version, definitionId, rule: toRule(this.secrets.open(body, { workspaceId, automationId })) };
    } catch (error) {
      return { automationId, name, version, definitionId, rule: error as Error };
    }
  }
}

function toRule(body: DefinitionBody): Rule {
  const trigger = TRIGGERS.get(body.trigger.type);
  if (!trigger) throw new Error(`Unknown trigger "${body.trigger.type}"`);
  const conditions = compileConditions(body.conditions, factPathsOf(trigger));
  const templates = body.actions.flatMap(({ params }) => compileTemplate(params).paths.map(({ path }) => path));
  return {
    trigger,
    runner: makeTriggerRunner(trigger),
    config: trigger.config.parse(body.trigger.config) as JsonObject,
    conditions,
    pathsThen: {
      conditions: conditions.paths.map(withoutPrefix),
      templates: templates.filter(([root]) => root === 'trigger').map(withoutPrefix),
    },
  };
}

const withoutPrefix = (path: string[]) => (path[0] === 'trigger' ? path.slice(1) : path);
