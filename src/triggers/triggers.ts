import { z } from 'zod';
import { byType, findOnShelf, ShelfError, type Found } from '../platform/discovery.js';
import type { TriggerDefinition } from './trigger.js';

const RESERVED = ['event', 'workspace', 'steps', 'trigger'];

/** The triggers of a shelf by type. Throws a ShelfError that names the file and the mend. */
export function shelveTriggers(found: Found[]): Map<string, TriggerDefinition> {
  return byType(found.map(({ file, exported }) => ({ file, thing: triggerOf(file, exported) })));
}

/** Every trigger of the library. */
export const TRIGGERS = shelveTriggers(await findOnShelf(new URL('./library/', import.meta.url), 'trigger'));

function triggerOf(file: string, exported: unknown): TriggerDefinition {
  const { type, on, matches, config, facts } = (exported ?? {}) as Partial<TriggerDefinition>;
  if (typeof type !== 'string' || !on || typeof matches !== 'function' || !(config instanceof z.ZodObject) || !facts) {
    throw new ShelfError(`${file} exports no trigger: export defineTrigger({ type, title, description, on, config, matches, facts })`);
  }
  const reserved = Object.keys(facts).find((name) => RESERVED.includes(name));
  if (reserved) throw new ShelfError(`${file}: "${reserved}" is a fact of every trigger: give this one another name`);
  try {
    z.toJSONSchema(config, { io: 'input' });
  } catch (error) {
    throw new ShelfError(`${file}: its config can't become JSON Schema: describe it by JSON types (${(error as Error).message})`);
  }
  return exported as TriggerDefinition;
}
