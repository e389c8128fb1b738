import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { ActionRegistry, type RegisteredAction } from '../../actions/action-registry.service.js';
import type { JsonObject } from '../../kernel/json.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import type { TriggerDefinition } from '../../triggers/trigger.js';
import { factPathsUnder } from '../../triggers/trigger-facts.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import { FALLBACK_TYPE } from '../definition/settings.js';
import { compileSettings, type CompiledSettings } from './compile-settings.js';
import { compileStep, type CompiledStep } from '../control/compile-step.js';
import type { Control } from '../control/control-step.js';
import type { Definition } from '../definition/definition.js';
import { DefinitionEntity } from '../definition/definition.entity.js';
import { DefinitionSecrets } from '../definition/definition-secrets.js';
import { layOut } from '../definition/flow.js';
import { plannedOf, type PlannedStep } from '../log/moves.js';

/** A compiled step of a definition: an action or a control step. */
export interface CompiledEntry extends PlannedStep {
  params: CompiledStep['params'];
  /** Fact paths that it reads, without `steps` and `trigger`. */
  pathsNow: string[][];
  action: RegisteredAction | null;
  control: Control | null;
}

/** A compiled action. */
export type CompiledAction = CompiledEntry & { action: RegisteredAction };

/** A compiled definition, shared by all its executions in this process. */
export interface CompiledDefinition {
  definition: Definition;
  trigger: TriggerDefinition;
  config: JsonObject;
  /** By position. */
  actions: CompiledEntry[];
  settings: CompiledSettings;
  /** What is sent in place of a text that may no longer be sent. */
  fallback: Pick<CompiledAction, 'params' | 'pathsNow' | 'action'> | null;
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
    const { trigger, actions, settings: given } = this.secrets.open(definition.body, definition);
    const found = TRIGGERS.get(trigger.type);
    if (!found) throw new Error(`Unknown trigger "${trigger.type}"`);
    const config = found.config.parse(trigger.config) as JsonObject;
    const facts = factPathsUnder(found, config);
    const settings = compileSettings(given, facts);
    const entries = layOut(actions).map((placed) => {
      const { params, control, paths } = compileStep(placed, facts);
      const action = control ? null : this.actions.get(placed.spec.type);
      const asked = action?.description.writesToContact ? (settings.onlyWhile?.paths ?? []) : [];
      return {
        ...plannedOf(placed),
        params,
        control,
        action,
        pathsNow: [...paths, ...asked].filter(isNow),
      };
    });
    return { definition, trigger: found, config, actions: entries, settings, fallback: this.fallback(settings) };
  }

  private fallback({ fallback }: CompiledSettings): CompiledDefinition['fallback'] {
    if (!fallback) return null;
    const { params, paths } = fallback;
    return { params, pathsNow: paths.filter(isNow), action: this.actions.get(FALLBACK_TYPE) };
  }

  private tryCompile(definition: Definition): CompiledDefinition | Error {
    try {
      return this.compile(definition);
    } catch (error) {
      return error as Error;
    }
  }
}

const isNow = ([root]: string[]) => root !== 'steps' && root !== 'trigger';
