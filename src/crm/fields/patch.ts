import type { z } from 'zod';
import { DomainError, invalidInput, type Mistake } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { assertVersion, type Expecting } from '../../kernel/versions.js';
import type { Work } from '../../platform/work/work.js';
import { checked } from '../../kernel/checks/checks.js';
import { customFieldNameMistake, fitsCustomFields, TOO_LARGE } from './custom-fields.js';

/** A kind of row whose fields can be changed individually. */
export interface Patchable {
  entityType: 'contact' | 'order';
  /** Its columns by field, without custom fields. */
  fields: Readonly<Record<string, string>>;
  /** Those of them that are times. */
  dates?: readonly string[];
  /** Validates new values of its fields. */
  values: z.ZodType;
  statement: string;
}

/** A field whose value changed, with its path without the entity's name. */
export interface FieldChange {
  field: string;
  previous: Json;
  current: Json;
}

type PatchRow<Row> = Row & {
  version: number;
  writtenVersion: number | null;
  writtenAt: Date | null;
  before: unknown[];
  beforeCustom: JsonObject;
  customFields: JsonObject;
  updatedAt: Date;
};

/**
 * The statement that changes some fields of one row and returns the row before and after. It reads the locked row, not the
 * snapshot's, so that two concurrent patches of different keys both take effect. A row with another version than $6 is not
 * changed.
 */
export const patchStatement = (
  table: string,
  fields: Patchable['fields'],
  select: { alias: string; columns: string },
) => `
  WITH held AS (
    SELECT t AS was FROM ${table} t WHERE t.workspace_id = $1 AND t.id = $2 FOR NO KEY UPDATE
  ), wanted AS (
    SELECT held.was, ${select.alias}, held.was IS DISTINCT FROM ${select.alias} AS differs
    FROM held, jsonb_populate_record(held.was, $3::jsonb
      || jsonb_build_object('custom_fields', ((held.was).custom_fields || $4::jsonb) - $5::text[])) AS ${select.alias}
  ), written AS (
    UPDATE ${table} t SET ${[...Object.values(fields), 'custom_fields'].map((column) => `${column} = (w.${select.alias}).${column}`).join(', ')},
      version = t.version + 1, updated_at = clock_now()
    FROM wanted w WHERE t.workspace_id = $1 AND t.id = (w.was).id AND w.differs AND coalesce($6, (w.was).version) = (w.was).version
    RETURNING t.version, t.updated_at
  )
  SELECT ${select.columns}, written.version AS "writtenVersion", written.updated_at AS "writtenAt", (w.was).custom_fields AS "beforeCustom",
    ARRAY[${Object.values(fields)
      .map((column) => `(w.was).${column}::text`)
      .join(', ')}] AS before
  FROM wanted w CROSS JOIN LATERAL (SELECT (w.${select.alias}).*) AS ${select.alias} LEFT JOIN written ON true`;

/**
 * Changes the given fields of one row; undefined if the row does not exist. Custom fields are merged; null removes one.
 * CONFLICT if the row's version is not the expected one.
 */
export async function applyPatch<Row extends object>(
  work: Work,
  { entityType, fields, dates, statement }: Patchable,
  {
    id,
    values,
    custom,
    expectedVersion,
  }: Expecting & { id: string; values: Readonly<Record<string, unknown>>; custom: JsonObject },
): Promise<{ row: Row; changes: FieldChange[] } | undefined> {
  const given = Object.entries(fields).filter(([field]) => values[field] !== undefined);
  const columns = Object.fromEntries(given.map(([field, column]) => [column, values[field]]));
  const [set, unset] = splitCustom(custom);
  const parameters = [
    work.workspaceId,
    id,
    JSON.stringify(columns),
    JSON.stringify(set),
    unset,
    expectedVersion ?? null,
  ];
  const [patched] = await work.query<PatchRow<Row>>(statement, parameters);
  if (!patched) return undefined;
  assertVersion(entityType, { expectedVersion }, patched.version);

  const { writtenAt, writtenVersion, before, beforeCustom, ...row } = patched;
  if (!fitsCustomFields(row.customFields))
    throw invalidInput([{ path: ['input', 'customFields'], message: TOO_LARGE }]);
  const was = withDates(Object.fromEntries(Object.keys(fields).map((field, index) => [field, before[index]])), dates);
  const changes = [
    ...changesOf('', Object.keys(fields), [was, withDates(row, dates)]),
    ...changesOf('customFields.', Object.keys(custom), [beforeCustom, row.customFields]),
  ];
  const written = { version: writtenVersion ?? row.version, updatedAt: writtenAt ?? row.updatedAt };
  return { row: { ...row, ...written } as unknown as Row, changes };
}

/** Why a value is not valid for a field of any row: a mistake in `field` or in `value`. */
export function fieldMistakes({ values, ...kind }: Patchable, field: string, value: Json): Mistake[] {
  try {
    checked(values, onlyField(kind, field, value), []);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return (error.details ?? []).map(({ path, message }) => ({
      path: path[0] === 'field' ? path : ['value'],
      message,
    }));
  }
}

/** A patch of one field. INVALID_INPUT if the entity does not have it. */
export function onlyField(
  { entityType, fields }: Pick<Patchable, 'entityType' | 'fields'>,
  field: string,
  value: Json,
): Record<string, Json> {
  const name = field.startsWith(`${entityType}.`) ? field.slice(entityType.length + 1) : field;
  if (Object.hasOwn(fields, name))
    return { [name]: typeof value === 'boolean' || typeof value === 'number' ? String(value) : value };
  const custom = /^customFields\.(.+)$/s.exec(name)?.[1];
  const mistake = custom === undefined ? unknownField(field, entityType, fields) : customFieldNameMistake(custom);
  if (mistake) throw invalidInput([{ path: ['field'], message: mistake }]);
  return { customFields: { [custom!]: value } };
}

/** Runs the statement; a violated unique constraint becomes CONFLICT. */
export async function orConflict<T>(statement: Promise<T>, constraint: string, message: string): Promise<T> {
  return statement.catch((error: Error & { code?: string; constraint?: string }) => {
    throw error.code === '23505' && error.constraint === constraint ? new DomainError('CONFLICT', message) : error;
  });
}

function splitCustom(custom: JsonObject): [JsonObject, string[]] {
  const kept = Object.entries(custom).filter(([, value]) => value !== null);
  return [Object.fromEntries(kept), Object.keys(custom).filter((key) => custom[key] === null)];
}

const withDates = (values: object, dates: readonly string[] = []): object => ({
  ...values,
  ...Object.fromEntries(
    dates.map((name) => [name, isoOf((values as Record<string, string | Date | null>)[name] ?? null)]),
  ),
});

const isoOf = (time: string | Date | null) => (time === null ? null : new Date(time).toISOString());

function changesOf(prefix: string, names: string[], [before, after]: [object, object]): FieldChange[] {
  return (
    names
      .map((name) => ({ field: `${prefix}${name}`, previous: ownOf(before, name), current: ownOf(after, name) }))
      // Both values come from Postgres, whose jsonb sorts keys consistently.
      .filter(({ previous, current }) => JSON.stringify(previous) !== JSON.stringify(current))
  );
}

const ownOf = (record: object, name: string) =>
  Object.hasOwn(record, name) ? ((record as JsonObject)[name] ?? null) : null;

const unknownField = (field: string, entityType: string, fields: object) =>
  `Unknown field "${field}" of ${entityType}. Known: ${Object.keys(fields).join(', ')}, customFields.<name>`;
