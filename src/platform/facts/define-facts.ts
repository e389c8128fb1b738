import type { z } from 'zod';
import type { Reader } from '../database/reader.js';

/** What conditions and templates may read of one kind of entity: its paths, their types, and how to load it. */
export interface FactsDefinition<Schema extends z.ZodObject = z.ZodObject> {
  /** The first part of its paths, such as "order". */
  name: string;
  title: string;
  schema: Schema;
  /** Current facts by id, in one statement for all ids; ids that are not there are left out. */
  load: (reader: Reader, ids: readonly string[]) => Promise<Map<string, z.infer<Schema>>>;
}

/** Describes an entity's facts once: catalog, check at save, conditions and templates read this. */
export const defineFacts = <Schema extends z.ZodObject>(definition: FactsDefinition<Schema>) => definition;
