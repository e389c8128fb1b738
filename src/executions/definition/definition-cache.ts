import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { ActionRegistry, type RegisteredAction } from '../../actions/action-registry.service.js';
import { parseDuration } from '../../kernel/duration.js';
import type { JsonObject } from '../../kernel/json.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import { compileTemplate, type CompiledTemplate } from '../../platform/templates/compile-template.js';
import type { TriggerDefinition } from '../../triggers/trigger.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import type { Definition } from './definition.js';
import { DefinitionEntity } from './definition.entity.js';
import { DefinitionSecrets } from './definition-secrets.js';

/** A compiled action of a definition. */
export interface CompiledAction {
  key: string;
  type: string;
  delayMs: number;
  action: RegisteredAction;
  params: CompiledTemplate;
  /** Fact paths used by the params, without `steps` and `trigger`. */
  pathsNow: string[][];
}

/** A compiled definition, shared by all its executions in this process. */
export interface CompiledDefinition {
  definition: Definition;
  trigger: TriggerDefinition;
  config: JsonObject;
  actions: CompiledAction[];
}

const FIND = `SELECT ${columnsOf(DefinitionEntity, 'd', 'createdAt')} FROM definition d WHERE id = ANY($1)`;

/** The size of the cache. */
const KEPT = 5_000;

/** Compiles and caches definitions; a definition never changes, so no entry becomes stale. */
@Injectable()
export class DefinitionCache {
  private readonly compiled = new LRUCache<string, CompiledDefinition | Error>({ max: KEPT });

  constructor(
    private readonly database: Database,
    private readonly actions: ActionRegistry,
    private readonly secrets: DefinitionSecrets,
  ) {}

  /** Compiled definitions by id; an Error represents a definition that this process cannot run. */
  async load(ids: string[]): Promise<Map<string, CompiledDefinition | Error>> {
    const missing = ids.filter((id) => !this.compiled.has(id));
    if (missing.length > 0) {
      const definitions = await this.database.query<Definition>(FIND, [missing]);
      for (const definition of definitions) this.compiled.set(definition.id, this.tryCompile(definition));
    }
    return new Map(ids.map((id) => [id, this.compiled.get(id) ?? new Error(`Definition ${id} is gone`)]));
  }

  /** Compiles a definition; throws if it is invalid. */
  compile(definition: Definition): CompiledDefinition {
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

  private tryCompile(definition: Definition): CompiledDefinition | Error {
    try {
      return this.compile(definition);
    } catch (error) {
      return error as Error;
    }
  }
}
