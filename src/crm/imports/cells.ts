import type { Json } from '../../kernel/json.js';
import { nameText } from '../../kernel/checks/checks.js';

const SEPARATOR = ';';
const MOST_TAGS = 50;

// What a spreadsheet takes for a formula, and the apostrophes that guard it.
const GUARDABLE = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** The text with an apostrophe in front if a spreadsheet could take it for a formula; a number is none. */
export const guardedCell = (text: string) => (GUARDABLE.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/** The text without the apostrophe that guards it. */
export const unguardedCell = (text: string) => (GUARDED.test(text) ? text.slice(1) : text);

/** Names of tags in one cell: separated by semicolons, or as a JSON list if a name contains one. */
export const cellOfTags = (names: readonly string[]) =>
  names.some((name) => name.includes(SEPARATOR) || name.startsWith('['))
    ? JSON.stringify(names)
    : names.join(`${SEPARATOR} `);

/** The names of tags in a cell, or what is wrong with it. */
export function tagsOfCell(cell: Json): { names: string[] } | { mistake: string } {
  const listed = String(cell).startsWith('[') ? jsonIn(cell) : String(cell).split(SEPARATOR);
  if (!Array.isArray(listed)) return { mistake: 'Expected names of tags, separated by semicolons' };
  const given = listed.map((name) => String(name).trim()).filter(Boolean);
  if (given.length > MOST_TAGS) return { mistake: `At most ${MOST_TAGS} tags` };
  const names = given.map((name) => nameText.safeParse(name));
  const wrong = names.find(({ success }) => !success);
  if (wrong) return { mistake: `A tag has a name of 1 to 200 characters` };
  return { names: names.map(({ data }) => data!) };
}

/** The custom fields in a cell, or what is wrong with it. */
export function fieldsOfCell(cell: Json): { fields: Record<string, Json> } | { mistake: string } {
  const fields = jsonIn(cell);
  return typeof fields === 'object' && fields !== null && !Array.isArray(fields)
    ? { fields: fields as Record<string, Json> }
    : { mistake: 'Expected a JSON object such as {"size": 42}' };
}

function jsonIn(cell: Json): unknown {
  try {
    return JSON.parse(String(cell));
  } catch {
    return undefined;
  }
}
