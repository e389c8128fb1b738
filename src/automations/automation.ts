import type { Json, JsonObject } from '../kernel/json.js';
import type { DefinitionBody } from '../executions/definition.js';

/** What is configured: when which event happens, under which conditions, what to do. */
export interface Automation {
  id: string;
  workspaceId: string;
  name: string;
  description: string | null;
  enabled: boolean;
  version: number;
  definitionId: string;
  body: DefinitionBody;
  createdAt: Date;
  updatedAt: Date;
}

/** An automation as a user hands it in; anything may be wrong with it. */
export interface AutomationInput {
  name: string;
  description?: string | null;
  enabled?: boolean | null;
  trigger: { type: string; config?: Json };
  conditions?: Json;
  actions: { key?: string | null; type: string; params?: Json; delay?: string | null }[];
}

/** An automation's checked content. */
export interface CheckedAutomation {
  name: string;
  description: string | null;
  eventType: string;
  body: DefinitionBody;
}

/** An empty config or params is the same as none. */
export const objectOr = (value: Json | undefined): JsonObject | null =>
  value === undefined || value === null ? {} : typeof value === 'object' && !Array.isArray(value) ? value : null;
