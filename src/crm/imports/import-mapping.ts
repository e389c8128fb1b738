import { closestMatch } from '../../kernel/closest-match.js';
import { invalidInput, type Mistake } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { customFieldNameMistake } from '../fields/custom-fields.js';
import { fieldsOfCell, tagsOfCell } from './cells.js';

const CUSTOM = 'customFields';

/** A column of an import and the field that its cells are written to. */
export type MappedColumn = { column: string; index: number; field: string };

/** The cells of a row by field; empty cells are missing. */
export interface ReadRow {
  values: Record<string, string>;
  customFields: JsonObject | undefined;
  tags: string[];
  /** What is wrong with it, in words. */
  mistakes: string[];
}

/**
 * Which columns are written to which fields. Without a mapping, a column is written to the field of its name. INVALID_INPUT if a column
 * or field is unknown, if two columns have one field, or if no column has a field.
 */
export function mapColumns(
  fields: readonly string[],
  columns: readonly string[],
  mapping: Json | null | undefined,
): MappedColumn[] {
  const at = ['input', 'mapping'];
  if (mapping == null)
    return assertSome(
      columns.flatMap((column, index) => namesake(fields, column, index)),
      at,
    );
  if (typeof mapping !== 'object' || Array.isArray(mapping))
    throw invalidInput([{ path: at, message: 'Expected an object such as {"Name of a column": "name"}' }]);
  const given = Object.entries(mapping).filter(([, field]) => field !== null && field !== '');
  const mapped = given.map(([column, field]) => ({ column, index: columns.indexOf(column), field: String(field) }));
  const mistakes: Mistake[] = mapped.flatMap((each, index) => {
    const message = columnMistake(each, { fields, columns, earlier: mapped.slice(0, index) });
    return message ? [{ path: [...at, each.column], message }] : [];
  });
  if (mistakes.length > 0) throw invalidInput(mistakes);
  return assertSome(mapped, at);
}

function namesake(fields: readonly string[], column: string, index: number): MappedColumn[] {
  const field = fields.find((each) => each.toLowerCase() === column.toLowerCase());
  if (field) return [{ column, index, field }];
  return fieldMistake(fields, column) ? [] : [{ column, index, field: column }];
}

function assertSome(mapped: MappedColumn[], path: Mistake['path']): MappedColumn[] {
  if (mapped.length > 0) return mapped;
  throw invalidInput([{ path, message: 'No column is written to a field: say which, such as {"Full name": "name"}' }]);
}

function columnMistake(
  { index, field }: MappedColumn,
  { fields, columns, earlier }: { fields: readonly string[]; columns: readonly string[]; earlier: MappedColumn[] },
): string | undefined {
  if (index === -1) return `There is no such column. Columns: ${columns.join(', ')}`;
  if (earlier.some((each) => each.field === field)) return `Another column is written to "${field}" already`;
  return fieldMistake(fields, field);
}

function fieldMistake(fields: readonly string[], field: string): string | undefined {
  if (fields.includes(field)) return undefined;
  if (field.startsWith(`${CUSTOM}.`)) return customFieldNameMistake(field.slice(CUSTOM.length + 1));
  const close = closestMatch(field, [...fields]);
  return `Unknown field "${field}".${close ? ` Did you mean "${close}"?` : ''} Known: ${fields.join(', ')}, ${CUSTOM}.<name>`;
}

/** Reads the cells of a row by the mapping. */
export function readRow(mapped: readonly MappedColumn[], cells: Json): ReadRow {
  const row: ReadRow = { values: {}, customFields: undefined, tags: [], mistakes: [] };
  for (const { column, index, field } of mapped) {
    const cell = (cells as Json[])[index] ?? null;
    const value = typeof cell === 'string' ? cell.trim() : cell;
    if (value === null || value === '') continue;
    const mistake = put(row, field, value);
    if (mistake) row.mistakes.push(`${column}: ${mistake}`);
  }
  return row;
}

function put(row: ReadRow, field: string, value: Json): string | undefined {
  if (field === 'tags') {
    const read = tagsOfCell(value);
    if ('mistake' in read) return read.mistake;
    row.tags = read.names;
  } else if (field === CUSTOM) {
    const read = fieldsOfCell(value);
    if ('mistake' in read) return read.mistake;
    row.customFields = { ...read.fields, ...row.customFields };
  } else if (field.startsWith(`${CUSTOM}.`)) {
    row.customFields = { ...row.customFields, [field.slice(CUSTOM.length + 1)]: value };
  } else row.values[field] = String(value);
  return undefined;
}

/** The mistakes that a check found in the fields of a row, named by their columns. */
export function inColumns(
  mapped: readonly MappedColumn[],
  issues: readonly { path: PropertyKey[]; message: string }[],
): string[] {
  const columns = new Map(mapped.map(({ column, field }) => [field, column]));
  return issues.map(({ path, message }) => {
    const field = String(path[0] ?? '');
    return `${columns.get(path.join('.')) ?? columns.get(field) ?? field}: ${message}`;
  });
}

/** The mistakes of a row in one text. */
export const inWords = (mistakes: readonly string[]) => mistakes.slice(0, 10).join('; ').slice(0, 1_000);
