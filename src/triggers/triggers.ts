import { z } from 'zod';
import { assertNames, byType, findOnShelf, ShelfError, type Found } from '../platform/discovery.js';
import { EVENT_ROOTS } from './trigger-facts.js';
import type { TriggerDefinition } from './trigger.js';

const RESERVED = [...EVENT_ROOTS, 'steps', 'trigger'];

/** The triggers of a library folder by type. Throws a ShelfError that names the file and the fix. */
export function shelveTriggers(found: Found[]): Map<string, TriggerDefinition> {
  return byType(found.map((each) => ({ file: each.file, thing: triggerOf(each) })));
}

/** Every trigger of the library. */
export const TRIGGERS = shelveTriggers(await findOnShelf(new URL('./library/', import.meta.url), 'trigger'));

function triggerOf(found: Found): TriggerDefinition {
  const { file, exported } = found;
  if (!isTrigger(exported))
    throw new ShelfError(
      `${file} exports no trigger: export defineTrigger({ type, title, description, on, config, where, facts })`,
    );
  assertNames(found, exported.type, 'trigger');
  const reserved = Object.keys(exported.facts).find((name) => RESERVED.includes(name));
  if (reserved)
    throw new ShelfError(`${file}: every trigger has a fact "${reserved}" already: give this one another name`);
  assertConfig(file, exported.config);
  const unknown = exported.secrets?.find((name) => !Object.hasOwn(exported.config.shape, name));
  if (unknown) throw new ShelfError(`${file}: its config has no "${unknown}": correct secrets`);
  return exported;
}

function isTrigger(exported: unknown): exported is TriggerDefinition {
  const { type, title, on, config, facts } = (exported ?? {}) as Partial<TriggerDefinition>;
  const isNamed = typeof type === 'string' && typeof title === 'string';
  return isNamed && typeof on?.type === 'string' && config instanceof z.ZodObject && typeof facts === 'object';
}

function assertConfig(file: string, config: z.ZodObject): void {
  if (!(config.def.catchall instanceof z.ZodNever))
    throw new ShelfError(`${file}: its config ignores unknown keys: make it a z.strictObject`);
  try {
    z.toJSONSchema(config, { io: 'input' });
  } catch (error) {
    throw new ShelfError(
      `${file}: its config can't become JSON Schema: describe it by JSON types (${(error as Error).message})`,
    );
  }
}
