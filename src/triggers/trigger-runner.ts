import type { Mistake } from '../kernel/errors.js';
import type { JsonObject } from '../kernel/json.js';
import type { TriggerDefinition } from './trigger.js';

/** The engine's view of a trigger, whatever its definition. */
export interface TriggerRunner {
  type: string;
  /** The event it listens to. */
  eventType: string;
  /** The config with its defaults, or all its mistakes. */
  parseConfig(config: unknown): { config: JsonObject } | { mistakes: Mistake[] };
  /** Whether an event's payload, parsed with the event's schema, matches a parsed config. */
  matches(payload: unknown, config: JsonObject): boolean;
}

/** Makes the runner of any trigger from its definition. */
export const makeTriggerRunner = ({
  type,
  on,
  config: schema,
  where = {},
  matches,
}: TriggerDefinition): TriggerRunner => ({
  type,
  eventType: on.type,
  parseConfig: (config) => {
    const { success, data, error } = schema.safeParse(config ?? {});
    if (success) return { config: data as JsonObject };
    return { mistakes: error.issues.map(({ path, message }) => ({ path: path as (string | number)[], message })) };
  },
  matches: (payload, config) =>
    Object.entries(where).every(
      ([name, valueIn]) => config[name] === undefined || valueIn?.(payload) === config[name],
    ) &&
    (matches?.({ payload }, config) ?? true),
});
