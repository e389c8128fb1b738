import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { byType, ShelfError, type Found } from '../platform/discovery.js';
import { ACTION, type ActionDescription } from './action.js';

/** An action found in a library folder: its description and its class. */
export interface ShelvedAction {
  type: string;
  description: ActionDescription;
  actionClass: Type;
}

/** The description that @Action attached to a class; undefined if there is none. */
export const descriptionOf = (actionClass: object): ActionDescription | undefined =>
  Reflect.getMetadata(ACTION, actionClass) as ActionDescription | undefined;

/** The actions of a library folder by type. Throws a ShelfError that names the file and the fix. */
export function shelve(found: Found[]): Map<string, ShelvedAction> {
  return byType(found.map(({ file, exported }) => ({ file, thing: shelvedOf(file, exported) })));
}

function shelvedOf(file: string, exported: unknown): ShelvedAction {
  const description = typeof exported === 'function' ? descriptionOf(exported) : undefined;
  if (!description)
    throw new ShelfError(`${file} exports no action: write @Action({ type, title, ... }) above its class`);
  const actionClass = exported as Type;
  if (typeof (actionClass.prototype as { perform?: unknown }).perform !== 'function')
    throw new ShelfError(`${file}: ${actionClass.name} cannot be performed: give it a method perform(params, context)`);
  assertDelivery(file, description);
  assertSecrets(file, description);
  for (const part of ['params', 'output'] as const) assertJsonSchema(file, part, description[part]);
  return { type: description.type, description, actionClass };
}

function assertDelivery(file: string, { effect, delivery }: ActionDescription): void {
  if (effect === 'internal' && delivery)
    throw new ShelfError(`${file} is internal and commits with its record: remove delivery`);
  if (effect === 'external' && !delivery)
    throw new ShelfError(`${file} is external: say whether its delivery is at_least_once or at_most_once`);
}

function assertSecrets(file: string, { params, secrets = [], secretsGoTo }: ActionDescription): void {
  const names = params instanceof z.ZodObject ? Object.keys(params.shape) : [];
  for (const name of [...secrets, ...(secretsGoTo ? [secretsGoTo] : [])])
    if (!names.includes(name))
      throw new ShelfError(`${file}: its params have no "${name}": correct secrets and secretsGoTo`);
}

function assertJsonSchema(file: string, part: 'params' | 'output', schema: z.ZodType): void {
  try {
    z.toJSONSchema(schema, { io: 'input' });
  } catch (error) {
    throw new ShelfError(
      `${file}: its ${part} can't become JSON Schema: describe them by JSON types, without dates and classes (${(error as Error).message})`,
    );
  }
}
