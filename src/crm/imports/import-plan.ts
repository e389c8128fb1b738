import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import type { JsonObject } from '../../kernel/json.js';
import type { PartResult } from '../../platform/bulk/bulk-kind.js';
import type { Reader } from '../../platform/database/reader.js';
import type { CustomFieldOwner } from '../custom-fields/custom-field.entity.js';
import { conformed } from '../custom-fields/defined-values.js';
import { inColumns, inWords, type MappedColumn, type ReadRow } from './import-mapping.js';

/** What an import does with a row that is there already. */
export type OnDuplicate = 'SKIP' | 'UPDATE';

/** The input of an import, as its operation keeps it. */
export interface ImportPlan {
  columns: MappedColumn[];
  onDuplicate: OnDuplicate;
}

/** What is to be done with a row: nothing but its result, or something that has it. */
export type Planned<Creation, Update> =
  | { result: PartResult }
  | { create: Creation; tags: string[]; result: PartResult }
  | { update: Update; tags: string[]; result: PartResult };

const SLICE = 200;

/**
 * Plans rows slice by slice. `begin` is called with each slice, and Postgres works on it while the next one is planned; between slices the
 * process does other work. Resolves with all plans when everything that was begun is done.
 */
export async function inSlices<Row, Plan>(
  rows: readonly Row[],
  plan: (row: Row) => Plan,
  begin: (planned: Plan[]) => Promise<unknown>,
): Promise<Plan[]> {
  const planned: Plan[] = [];
  const begun: Promise<unknown>[] = [];
  for (let at = 0; at < rows.length; at += SLICE) {
    const slice = rows.slice(at, at + SLICE).map(plan);
    planned.push(...slice);
    const beginning = begin(slice);
    // Thrown below, together with the others.
    beginning.catch(() => undefined);
    begun.push(beginning);
    await setImmediate();
  }
  await Promise.all(begun);
  return planned;
}

/** The plan of an operation. */
export const planOf = (input: JsonObject) => input as unknown as ImportPlan;

/** A row with mistakes. */
export const failed = (mistakes: readonly string[]): { result: PartResult } => ({
  result: { outcome: 'FAILED', message: inWords(mistakes) },
});

/** A row that is there already and stays as it is. */
export const skipped = (entityId: string): { result: PartResult } => ({
  result: { outcome: 'SKIPPED', entityId, message: 'It is there already' },
});

/** The rows with custom fields as their definitions store them, and with the mistakes in them. */
export async function conforming<Row extends ReadRow>(
  reader: Reader,
  entityType: CustomFieldOwner,
  { rows, columns }: { rows: readonly Row[]; columns: readonly MappedColumn[] },
): Promise<Row[]> {
  const all = await conformed(
    reader,
    entityType,
    rows.map(({ customFields }) => customFields ?? {}),
  );
  return rows.map((row, index) => {
    const { values, mistakes } = all[index]!;
    const issues = mistakes.map(({ path, message }) => ({ path: ['customFields', ...path], message }));
    const customFields = row.customFields && values;
    return { ...row, customFields, mistakes: [...row.mistakes, ...inColumns(columns, issues)] };
  });
}

/** The fields of a row as the schema parses them, or all mistakes of the row, named by its columns. */
export function parsedBy<Schema extends z.ZodType>(
  schema: Schema,
  { values, customFields, mistakes }: ReadRow,
  columns: readonly MappedColumn[],
): { data: z.output<Schema> } | { mistakes: string[] } {
  const parsed = schema.safeParse({ ...values, customFields });
  if (parsed.success && mistakes.length === 0) return { data: parsed.data };
  return { mistakes: [...mistakes, ...(parsed.success ? [] : inColumns(columns, parsed.error.issues))] };
}
