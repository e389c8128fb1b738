import type { Json, JsonObject } from '../../kernel/json.js';

/** An action as written by the user. */
export interface ActionSpec {
  /** Its name in `steps.<key>`. */
  key: string;
  type: string;
  params: JsonObject;
  delay: string | null;
}

/** The content of an automation in one version. */
export interface DefinitionBody {
  trigger: { type: string; config: JsonObject };
  conditions: Json;
  actions: ActionSpec[];
}

/** One version of an automation, kept as long as its executions. */
export interface Definition {
  id: string;
  workspaceId: string;
  automationId: string;
  version: number;
  name: string;
  body: DefinitionBody;
}
