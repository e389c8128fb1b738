import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { storable, UNSTORABLE } from '../../kernel/checks/checks.js';
import { invalidInput, type Mistake } from '../../kernel/errors.js';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { unguardedCell } from './cells.js';

/** The rows of an import as they come, in batches; all columns are known after the last. */
export interface Table {
  columns: () => string[];
  batches: AsyncIterable<Json[][]>;
}

const BATCH_ROWS = 1_000;
const BATCH_LENGTH = 1024 * 1024;
const { maxImportRows, maxImportBytes, maxImportColumns, maxCellLength } = LIMITS;
const MAX_COLUMN_NAME = 200;
const DELIMITERS = [',', ';', '\t'];

/**
 * The rows of a CSV file in UTF-8, whose first line names the columns; commas, semicolons or tabs separate cells. Reading it throws
 * INVALID_INPUT with the row for what is no CSV, and for what is too large.
 */
export function tableOfCsv(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Table {
  let columns: string[] = [];
  const rows = async function* () {
    const records = parsed(chunks);
    const header = (await records.next()).value as string[] | undefined;
    columns = namesOf(header ?? []);
    for await (const record of records) yield record.map(unguardedCell);
  };
  return { columns: () => columns, batches: batched(rows()) };
}

/** The rows that are given as objects of texts, numbers and booleans. INVALID_INPUT with the path of each mistake. */
export function tableOfRows(rows: readonly Json[]): Table {
  const mistakes: Mistake[] = [];
  const columns = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const path = ['input', 'rows', index];
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      mistakes.push({ path, message: 'Expected an object with a value for each column' });
    else
      for (const [name, value] of Object.entries(row)) {
        columns.add(name);
        const message = cellMistake(value);
        if (message) mistakes.push({ path: [...path, name], message });
      }
  }
  if (mistakes.length > 0) throw invalidInput(mistakes);
  const names = namesOf([...columns], ['input', 'rows']);
  const cells = function* () {
    for (const row of rows as Record<string, Json>[])
      yield names.map((name) => (Object.hasOwn(row, name) ? row[name]! : null));
  };
  return { columns: () => names, batches: batched(cells()) };
}

async function* parsed(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string[]> {
  const { delimiter, text } = await opened(decoded(chunks));
  const parser = parse({
    delimiter,
    relax_column_count_less: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxImportColumns * maxCellLength,
  });
  try {
    for await (const record of Readable.from(text).compose(parser)) yield record as string[];
  } catch (error) {
    throw error instanceof CsvError ? refusal(wordsOf(error)) : error;
  }
}

// Strict: a file in another encoding would be stored with wrong names.
async function* decoded(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxImportBytes) throw refusal(`A file has at most ${maxImportBytes / 1024 ** 2} MiB`);
    yield textOf(() => decoder.decode(chunk, { stream: true }));
  }
  yield textOf(() => decoder.decode());
}

function textOf(decode: () => string): string {
  let text;
  try {
    text = decode();
  } catch {
    throw refusal('The file is not in UTF-8: save it as "CSV UTF-8"');
  }
  if (!storable(text)) throw refusal(`The file ${UNSTORABLE.toLowerCase()}`);
  return text;
}

/** What separates the cells of the first line, and the whole text. */
async function opened(text: AsyncGenerator<string>) {
  let head = '';
  for (let isOver = false; !isOver && !head.includes('\n') && head.length < BATCH_LENGTH;) {
    const next = await text.next();
    isOver = next.done === true;
    head += (next.value as string | undefined) ?? '';
  }
  const [line] = head.split('\n', 1);
  const counts = DELIMITERS.map((delimiter) => line!.replace(/"[^"]*"/g, '').split(delimiter).length);
  const whole = async function* () {
    yield head;
    yield* text;
  };
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))]!, text: whole() };
}

async function* batched(rows: AsyncIterable<Json[]> | Iterable<Json[]>): AsyncGenerator<Json[][]> {
  let batch: Json[][] = [];
  let length = 0;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count > maxImportRows) throw refusal(`At most ${maxImportRows} rows: split the file`);
    const tooLong = row.find((cell) => typeof cell === 'string' && cell.length > maxCellLength);
    if (tooLong !== undefined) throw refusal(`Row ${count}: a cell has at most ${maxCellLength} characters`);
    batch.push(row);
    for (const cell of row) length += String(cell).length;
    if (batch.length < BATCH_ROWS && length < BATCH_LENGTH) continue;
    yield batch;
    [batch, length] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** The names of the columns. INVALID_INPUT if there are too many, if a name is missing, or if two are the same. */
function namesOf(header: readonly string[], at: Mistake['path'] = ['input', 'csv']): string[] {
  const names = header.map((name) => name.trim());
  const mistakes = names.flatMap((name, index) => {
    const message = nameMistake(name, index, names);
    return message ? [{ path: at, message }] : [];
  });
  if (names.length === 0) mistakes.push({ path: at, message: 'There are no rows' });
  if (names.length > maxImportColumns) mistakes.push({ path: at, message: `At most ${maxImportColumns} columns` });
  if (mistakes.length > 0) throw invalidInput(mistakes);
  return names;
}

function nameMistake(name: string, index: number, names: readonly string[]): string | undefined {
  if (name === '') return `Column ${index + 1} has no name in the first line`;
  if (name.length > MAX_COLUMN_NAME)
    return `The name of column ${index + 1} has more than ${MAX_COLUMN_NAME} characters`;
  return names.indexOf(name) < index ? `Two columns are named "${name}"` : undefined;
}

function cellMistake(value: Json): string | undefined {
  if (typeof value === 'object' && value !== null) return 'Expected a text, a number, a boolean or null';
  return typeof value === 'string' && !storable(value) ? UNSTORABLE : undefined;
}

function wordsOf({ code, lines, message }: CsvError & { lines?: number }): string {
  const line = lines === undefined ? 'The file' : `Line ${lines}`;
  if (code.startsWith('CSV_RECORD_INCONSISTENT')) return `${line} has more cells than the first line`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return `${line}: a quotation mark is not closed`;
  if (code === 'CSV_MAX_RECORD_SIZE') return `${line} is too long`;
  return message;
}

const refusal = (message: string) => invalidInput([{ path: ['input', 'csv'], message }]);
