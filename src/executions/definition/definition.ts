import type { Settings } from './settings.js';
import type { Json, JsonObject } from '../../kernel/json.js';

/** A step as written by the user: an action of the catalog, or a control step. */
export interface ActionSpec {
  /** Its name in `steps.<key>`, unique in the whole tree. */
  key: string;
  type: string;
  params: JsonObject;
  delay: string | null;
  /** Of a branch only. */
  arms?: ArmSpec[];
  /** Of a branch only: what is done when no arm is taken. */
  otherwise?: ActionSpec[];
}

/** One way on from a branch, taken if its conditions hold and no earlier arm's did. */
export interface ArmSpec {
  name: string;
  conditions: Json;
  actions: ActionSpec[];
}

/** The content of an automation in one version. */
export interface DefinitionBody {
  trigger: { type: string; config: JsonObject };
  conditions: Json;
  actions: ActionSpec[];
  /** Missing if there are none. */
  settings?: Settings;
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
