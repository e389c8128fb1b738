import type { z } from 'zod';
import { DomainError, invalidInput, type Mistake } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import type { Work } from '../../platform/database/work.js';
import { checked } from './checks.js';
import { customFieldNameMistake, fitsCustomFields, TOO_LARGE } from './custom-fields.js';

/** A kind of row whose fields can be changed one by one. */
export interface Patchable {
  entityType: 'contact' | 'order';
  /** Its columns by field, custom fields left out. */
  fields: Readonly<Record<string, string>>;
  /** Checks new values of its fields. */
  values: z.ZodType;
  statement: string;
}

/** One field that really changed, by its path without the entity's name. */
export interface FieldChange {
  field: string;
  previous: Json;
  current: Json;
}

type PatchRow<Row> = Row & { writtenAt: Date | null; before: unknown[]; beforeCustom: JsonObject; customFields: JsonObject; updatedAt: Date };

/**
 * The statement that changes some fields of one row and answers with the row and what it was before. It reads the
 * locked row, never the snapshot's, so that two patches of different keys at the same time both stay.
 */
export const patchStatement = (table: string, fields: Patchable['fields'], select: { alias: string; columns: string }) => `
  WITH held AS (
    SELECT t AS was FROM ${table} t WHERE t.workspace_id = $1 AND t.id = $2 FOR NO KEY UPDATE
  ), wanted AS (
    SELECT held.was, ${select.alias}, held.was IS DISTINCT FROM ${select.alias} AS differs
    FROM held, jsonb_populate_record(held.was, $3::jsonb
      || jsonb_build_object('custom_fields', ((held.was).custom_fields || $4::jsonb) - $5::text[])) AS ${select.alias}
  ), written AS (
    UPDATE ${table} t SET ${[...Object.values(fields), 'custom_fields'].map((column) => `${column} = (w.${select.alias}).${column}`).join(', ')},
      updated_at = clock_now()
    FROM wanted w WHERE t.workspace_id = $1 AND t.id = (w.was).id AND w.differs
    RETURNING t.updated_at
  )
  SELECT ${select.columns}, written.updated_at AS "writtenAt", (w.was).custom_fields AS "beforeCustom",
    ARRAY[${Object.values(fields).map((column) => `(w.was).${column}::text`).join(', ')}] AS before
  FROM wanted w CROSS JOIN LATERAL (SELECT (w.${select.alias}).*) AS ${select.alias} LEFT JOIN written ON true`;

/** Changes the given fields of one row; undefined when there is no such row. Custom fields are merged, null removes one. */
export async function applyPatch<Row extends object>(
  work: Work,
  { fields, statement }: Patchable,
  { id, values, custom }: { id: string; values: Readonly<Record<string, unknown>>; custom: JsonObject },
): Promise<{ row: Row; changes: FieldChange[] } | undefined> {
  const given = Object.entries(fields).filter(([field]) => values[field] !== undefined);
  const columns = Object.fromEntries(given.map(([field, column]) => [column, values[field]]));
  const [set, unset] = splitCustom(custom);
  const [patched] = await work.query<PatchRow<Row>>(statement, [work.workspaceId, id, JSON.stringify(columns), JSON.stringify(set), unset]);
  if (!patched) return undefined;

  const { writtenAt, before, beforeCustom, ...row } = patched;
  if (!fitsCustomFields(row.customFields)) throw invalidInput([{ path: ['input', 'customFields'], message: TOO_LARGE }]);
  const was = Object.fromEntries(Object.keys(fields).map((field, index) => [field, before[index]]));
  const changes = [
    ...changesOf('', Object.keys(fields), [was, row]),
    ...changesOf('customFields.', Object.keys(custom), [beforeCustom, row.customFields]),
  ];
  return { row: { ...row, updatedAt: writtenAt ?? row.updatedAt } as unknown as Row, changes };
}

/** What keeps a value from becoming that of a field, whichever row's: a mistake in `field` or in `value`. */
export function fieldMistakes({ values, ...kind }: Patchable, field: string, value: Json): Mistake[] {
  try {
    checked(values, onlyField(kind, field, value), []);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return (error.details ?? []).map(({ path, message }) => ({ path: path[0] === 'field' ? path : ['value'], message }));
  }
}

/** One field and its value as a patch. INVALID_INPUT for a field the entity does not have. */
export function onlyField({ entityType, fields }: Pick<Patchable, 'entityType' | 'fields'>, field: string, value: Json): Record<string, Json> {
  const name = field.startsWith(`${entityType}.`) ? field.slice(entityType.length + 1) : field;
  if (Object.hasOwn(fields, name)) return { [name]: typeof value === 'boolean' || typeof value === 'number' ? String(value) : value };
  const custom = /^customFields\.(.+)$/s.exec(name)?.[1];
  const mistake = custom === undefined ? unknownField(field, entityType, fields) : customFieldNameMistake(custom);
  if (mistake) throw invalidInput([{ path: ['field'], message: mistake }]);
  return { customFields: { [custom!]: value } };
}

/** Runs the statement; a value that must be unique and is taken becomes CONFLICT. */
export async function orConflict<T>(statement: Promise<T>, constraint: string, message: string): Promise<T> {
  return statement.catch((error: { code?: string; constraint?: string }) => {
    throw error.code === '23505' && error.constraint === constraint ? new DomainError('CONFLICT', message) : error;
  });
}

function splitCustom(custom: JsonObject): [JsonObject, string[]] {
  const kept = Object.entries(custom).filter(([, value]) => value !== null);
  return [Object.fromEntries(kept), Object.keys(custom).filter((key) => custom[key] === null)];
}

function changesOf(prefix: string, names: string[], [before, after]: [object, object]): FieldChange[] {
  return names
    .map((name) => ({ field: `${prefix}${name}`, previous: ownOf(before, name), current: ownOf(after, name) }))
    // Both sides come out of Postgres, whose jsonb puts keys in one order.
    .filter(({ previous, current }) => JSON.stringify(previous) !== JSON.stringify(current));
}

const ownOf = (record: object, name: string) => (Object.hasOwn(record, name) ? ((record as JsonObject)[name] ?? null) : null);

const unknownField = (field: string, entityType: string, fields: object) =>
  `Unknown field "${field}" of ${entityType}. Known: ${Object.keys(fields).join(', ')}, customFields.<name>`;
