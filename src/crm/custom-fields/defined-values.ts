import { invalidInput, type Mistake } from '../../kernel/errors.js';
import { instantOf } from '../../kernel/compare.js';
import { toDecimalText } from '../../kernel/decimal.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import type { Reader } from '../../platform/database/reader.js';
import type { CustomFieldEntity, CustomFieldOwner, CustomFieldType } from './custom-field.entity.js';
import { DEFINITIONS_OF } from './custom-fields.statements.js';

/** What a definition says about the values of its field. */
type DefinedField = Pick<CustomFieldEntity, 'key' | 'type' | 'options'>;

// A double holds every decimal of this many digits.
const MOST_DIGITS = 15;
const SHOWN_OPTIONS = 20;

/**
 * The custom fields to write, each defined one as its type stores it; null removes one, and fields that are not defined stay as
 * they are. `at` is the path of the custom fields in the input. INVALID_INPUT with the path of each mistake.
 */
export async function definedValues(
  reader: Reader,
  entityType: CustomFieldOwner,
  { fields, at }: { fields: JsonObject | null | undefined; at: Mistake['path'] },
): Promise<JsonObject> {
  const [{ values, mistakes }] = (await conformed(reader, entityType, [fields ?? {}])) as [Conformed];
  if (mistakes.length > 0)
    throw invalidInput(mistakes.map(({ path, ...mistake }) => ({ ...mistake, path: [...at, ...path] })));
  return values;
}

/** Custom fields as their definitions store them, and what is wrong with them: the path of a mistake is the field's key. */
interface Conformed {
  values: JsonObject;
  mistakes: Mistake[];
}

/** The custom fields of several objects, by the definitions there are. */
export async function conformed(
  reader: Reader,
  entityType: CustomFieldOwner,
  all: readonly JsonObject[],
): Promise<Conformed[]> {
  const keys = [...new Set(all.flatMap((fields) => Object.keys(fields)))];
  const definitions =
    keys.length > 0 ? await reader.query<DefinedField>(DEFINITIONS_OF, [reader.workspaceId, entityType, keys]) : [];
  return all.map((fields) => conform(definitions, fields));
}

function conform(definitions: readonly DefinedField[], fields: JsonObject): Conformed {
  const values = { ...fields };
  const mistakes: Mistake[] = [];
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  for (const [key, given] of Object.entries(fields)) {
    const definition = byKey.get(key);
    if (!definition || given === null) continue;
    const value = TYPES[definition.type](given, definition.options);
    if (value === undefined) mistakes.push({ path: [key], message: expected(definition) });
    else values[key] = value;
  }
  return { values, mistakes };
}

/** The value as it is stored, or undefined if it is not one of the type. Templates produce texts: "42" is a number. */
const TYPES: Readonly<Record<CustomFieldType, (value: Json, options: readonly string[]) => Json | undefined>> = {
  TEXT: (value) => (typeof value === 'string' ? value : (toDecimalText(value) ?? booleanText(value))),
  NUMBER: numberOf,
  BOOLEAN: (value) => (typeof value === 'boolean' ? value : BOOLEANS.get(trimmed(value))),
  DATE: (value) => (instantOf(value) === undefined ? undefined : trimmed(value)),
  SELECT: (value, options) => options.find((option) => option === trimmed(value)),
};

const BOOLEANS = new Map<string | undefined, boolean>([
  ['true', true],
  ['false', false],
]);

const booleanText = (value: Json) => (typeof value === 'boolean' ? String(value) : undefined);

const trimmed = (value: Json) =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : undefined;

// A number of JSON is read as a double: only a decimal that is the same afterwards is stored.
function numberOf(value: Json): number | undefined {
  const text = toDecimalText(value);
  return text !== undefined && toDecimalText(Number(text)) === text ? Number(text) : undefined;
}

const EXPECTED: Readonly<Record<Exclude<CustomFieldType, 'SELECT'>, string>> = {
  TEXT: 'Expected a text',
  NUMBER: `Expected a number of at most ${MOST_DIGITS} digits, such as 12.5`,
  BOOLEAN: 'Expected true or false',
  DATE: 'Expected a date such as 2026-01-31, or a time such as 2026-01-31T09:00:00Z',
};

function expected({ type, options }: DefinedField): string {
  if (type !== 'SELECT') return EXPECTED[type];
  const shown = options.slice(0, SHOWN_OPTIONS).map((option) => JSON.stringify(option));
  const more = options.length > shown.length ? ` and ${options.length - shown.length} more` : '';
  return `Expected one of ${shown.join(', ')}${more}`;
}
