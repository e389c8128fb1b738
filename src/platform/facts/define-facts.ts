import type { z } from 'zod';
import type { Reader } from '../database/reader.js';

/** The facts about one kind of entity: their paths and types, and how to load them. */
export interface FactsDefinition<Schema extends z.ZodObject = z.ZodObject> {
  /** The first part of its paths, such as "order". */
  name: string;
  title: string;
  schema: Schema;
  /** Current facts by id, in one statement for all ids; unknown ids are left out. */
  load: (reader: Reader, ids: readonly string[]) => Promise<Map<string, z.infer<Schema>>>;
}

/** Defines an entity's facts once, for the catalog, validation, conditions and templates. */
export const defineFacts = <Schema extends z.ZodObject>(definition: FactsDefinition<Schema>) => definition;
