import { z } from 'zod';
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
  name?: string | null;
  description?: string | null;
  enabled?: boolean | null;
  trigger?: { type: string; config?: Json } | null;
  conditions?: Json;
  actions?: ActionInput[] | null;
}

/** An action as a user hands it in. */
export interface ActionInput {
  key?: string | null;
  type: string;
  params?: Json;
  delay?: string | null;
}

/** An automation's checked content. */
export interface CheckedAutomation {
  name: string;
  description: string | null;
  eventType: string;
  body: DefinitionBody;
}

/** A config or params as they are kept: null says nothing, also of a field whose schema does not take it. Null for what is no object. */
export function objectOr(value: Json | undefined, schema?: z.ZodType): JsonObject | null {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  if (!(schema instanceof z.ZodObject)) return value;
  const shape = schema.shape as Record<string, z.ZodType>;
  return Object.fromEntries(Object.entries(value).filter(([name, each]) => each !== null || !Object.hasOwn(shape, name) || shape[name]!.safeParse(null).success));
}
