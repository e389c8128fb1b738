import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Json } from '../kernel/json.js';
import type { ActionDescription, ExternalAction, InternalAction } from './action.js';
import { ACTIONS } from './actions.js';

/** An action that can be performed: internal or external, as its description says. */
export interface RegisteredAction {
  description: ActionDescription;
  instance: InternalAction<unknown, Json> | ExternalAction<unknown, Json, unknown>;
}

/** The actions by type, available once the application has started. */
@Injectable()
export class ActionRegistry implements OnModuleInit {
  private readonly actions = new Map<string, RegisteredAction>();

  constructor(private readonly moduleRef: ModuleRef) {}

  onModuleInit(): void {
    for (const { type, description, actionClass } of ACTIONS.values()) {
      this.actions.set(type, { description, instance: this.moduleRef.get(actionClass) });
    }
  }

  /** The action of this type; undefined when there is none. */
  find(type: string): RegisteredAction | undefined {
    return this.actions.get(type);
  }

  /** The action of this type. Throws if there is none, listing the known types. */
  get(type: string): RegisteredAction {
    const action = this.find(type);
    if (!action) throw new Error(`Unknown action "${type}". Known: ${this.types().join(', ')}`);
    return action;
  }

  /** The descriptions of all actions, sorted by type. */
  descriptions(): ActionDescription[] {
    return [...this.actions.values()].map(({ description }) => description);
  }

  /** The types, sorted. */
  types(): string[] {
    return [...this.actions.keys()];
  }
}
