import type { Json, JsonObject } from '../kernel/json.js';

/** An action as the user wrote it. */
export interface ActionSpec {
  /** Its name for `steps.<key>`. */
  key: string;
  type: string;
  params: JsonObject;
  delay: string | null;
}

/** What an automation is, in one version. */
export interface DefinitionBody {
  trigger: { type: string; config: JsonObject };
  conditions: Json;
  actions: ActionSpec[];
}

/** One version of an automation, kept as long as an execution of it. */
export interface Definition {
  id: string;
  workspaceId: string;
  automationId: string;
  version: number;
  name: string;
  body: DefinitionBody;
}
