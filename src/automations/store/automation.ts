import { z } from 'zod';
import type { Json, JsonObject } from '../../kernel/json.js';
import type { ActionSpec, DefinitionBody } from '../../executions/definition/definition.js';

/** OFF does nothing, SHADOW decides and starts nothing, LIVE starts executions. */
export const AUTOMATION_MODES = ['OFF', 'SHADOW', 'LIVE'] as const;
export type AutomationMode = (typeof AUTOMATION_MODES)[number];

/** An automation: a trigger, conditions and actions. */
export interface Automation {
  id: string;
  workspaceId: string;
  name: string;
  description: string | null;
  /** Whether its mode is LIVE. */
  enabled: boolean;
  mode: AutomationMode;
  /** The name under which it is listed with others. */
  folder: string | null;
  version: number;
  definitionId: string;
  body: DefinitionBody;
  createdAt: Date;
  updatedAt: Date;
}

/** The unvalidated input of an automation. */
export interface AutomationInput {
  name?: string | null;
  description?: string | null;
  enabled?: boolean | null;
  folder?: string | null;
  trigger?: { type: string; config?: Json } | null;
  conditions?: Json;
  actions?: ActionInput[] | null;
  settings?: Json;
}

/** The unvalidated input of an action. */
export interface ActionInput {
  key?: string | null;
  type: string;
  params?: Json;
  delay?: string | null;
  /** Of a branch only, like `otherwise`. */
  arms?: ArmInput[] | null;
  otherwise?: ActionInput[] | null;
}

/** The unvalidated input of a branch's arm. */
interface ArmInput {
  name: string;
  conditions?: Json;
  actions: ActionInput[];
}

/** What happens to unfinished executions when their automation is disabled or deleted, or another version is published: CANCEL ends them before their next action (sleeping ones immediately), LET_FINISH lets them finish. */
export const SLEEPING_EXECUTIONS = ['CANCEL', 'LET_FINISH'] as const;
export type SleepingExecutions = (typeof SLEEPING_EXECUTIONS)[number];

/** An automation's checked content. */
export interface CheckedAutomation {
  name: string;
  description: string | null;
  folder: string | null;
  eventType: string;
  body: DefinitionBody;
}

/** The content of a draft, which may hold mistakes: only its shape and size are checked. */
export interface DraftContent {
  name: string;
  description: string | null;
  body: DraftBody;
}

/** As the body of a definition, and stored like one. */
export interface DraftBody {
  trigger: DefinitionBody['trigger'] | null;
  conditions: Json;
  actions: ActionSpec[];
  settings?: Json;
}

/** A config or params in stored form: null means omitted, also for a field whose schema does not allow null. Null unless it is an object. */
export function objectOr(value: Json | undefined, schema?: z.ZodType): JsonObject | null {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  if (!(schema instanceof z.ZodObject)) return value;
  const shape = schema.shape as Record<string, z.ZodType>;
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, each]) => each !== null || !Object.hasOwn(shape, name) || shape[name]!.safeParse(null).success,
    ),
  );
}
