import { Injectable } from '@nestjs/common';
import { ActionRegistry, type RegisteredAction } from '../actions/action-registry.service.js';
import { parseDuration } from '../kernel/duration.js';
import type { JsonObject } from '../kernel/json.js';
import { Database } from '../platform/database/database.js';
import { compileTemplate, type CompiledTemplate } from '../platform/templates/compile-template.js';
import type { TriggerDefinition } from '../triggers/trigger.js';
import { TRIGGERS } from '../triggers/triggers.js';
import type { Definition } from './definition.js';
import { DefinitionSecrets } from './definition-secrets.js';

/** An action of a plan, ready to run. */
export interface PlannedAction {
  key: string;
  type: string;
  delayMs: number;
  action: RegisteredAction;
  params: CompiledTemplate;
  /** Fact paths that the params name, without `steps` and `trigger`. */
  pathsNow: string[][];
}

/** A definition compiled once: all its executions in this process share it. */
export interface Plan {
  definition: Definition;
  trigger: TriggerDefinition;
  config: JsonObject;
  actions: PlannedAction[];
}

const FIND = `
  SELECT id, workspace_id AS "workspaceId", automation_id AS "automationId", version, name, body
  FROM definition WHERE id = ANY($1)`;

const KEPT_PLANS = 5_000;

/** Compiles definitions into plans and keeps the most recent; a definition never changes, so a plan never goes stale. */
@Injectable()
export class Plans {
  private readonly plans = new Map<string, Plan | Error>();

  constructor(
    private readonly database: Database,
    private readonly actions: ActionRegistry,
    private readonly secrets: DefinitionSecrets,
  ) {}

  /** Plans by definition id; an Error stands for a definition that this process cannot run. */
  async load(ids: string[]): Promise<Map<string, Plan | Error>> {
    const missing = ids.filter((id) => !this.plans.has(id));
    if (missing.length > 0) {
      const definitions = await this.database.query<Definition>(FIND, [missing]);
      for (const definition of definitions) this.keep(definition.id, this.tryCompile(definition));
    }
    return new Map(ids.map((id) => [id, this.plans.get(id) ?? new Error(`Definition ${id} is gone`)]));
  }

  /** Compiles a definition; throws what is wrong with it. */
  compile(definition: Definition): Plan {
    const { trigger, actions } = this.secrets.open(definition.body, definition);
    const found = TRIGGERS.get(trigger.type);
    if (!found) throw new Error(`Unknown trigger "${trigger.type}"`);
    return {
      definition,
      trigger: found,
      config: found.config.parse(trigger.config) as JsonObject,
      actions: actions.map(({ key, type, params, delay }) => {
        const template = compileTemplate(params);
        const paths = template.paths.map(({ path }) => path);
        return {
          key,
          type,
          delayMs: delay ? parseDuration(delay)! : 0,
          action: this.actions.get(type),
          params: template,
          pathsNow: paths.filter(([root]) => root !== 'steps' && root !== 'trigger'),
        };
      }),
    };
  }

  private tryCompile(definition: Definition): Plan | Error {
    try {
      return this.compile(definition);
    } catch (error) {
      return error as Error;
    }
  }

  private keep(id: string, plan: Plan | Error): void {
    if (this.plans.size >= KEPT_PLANS) this.plans.delete(this.plans.keys().next().value!);
    this.plans.set(id, plan);
  }
}
