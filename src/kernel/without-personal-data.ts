import type { Json, JsonObject } from './json.js';

/** What stands in place of an erased text. */
export const ERASED = 'Erased';

/** Names of values that describe the record, not the person. */
const KEPT = new Set([
  'type',
  'entityType',
  'field',
  'status',
  'direction',
  'kind',
  'code',
  'outcome',
  'arm',
  'priority',
  'provider',
  'stepKey',
]);
/** Names of objects that belong to the workspace, not to the person. */
const KEPT_WHOLE = new Set(['stage', 'fromStage', 'toStage', 'pipeline', 'tag']);

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The same structure with ids, times, numbers and what describes the record; every other text is erased, and custom fields are left out. */
export function withoutPersonalData(value: Json, name = ''): Json {
  if (KEPT_WHOLE.has(name)) return value;
  if (typeof value === 'string') return KEPT.has(name) || ID.test(value) || TIME.test(value) ? value : ERASED;
  if (Array.isArray(value)) return value.map((each) => withoutPersonalData(each, name));
  return typeof value === 'object' && value !== null ? inObject(value) : value;
}

function inObject(object: JsonObject): JsonObject {
  const entries = Object.entries(object).map(([name, value]): [string, Json] => [
    // A name that is no word of ours may be the person's own text.
    /^\w{1,64}$/.test(name) ? name : ERASED,
    name === 'customFields' ? {} : withoutPersonalData(value, name),
  ]);
  return Object.fromEntries(entries);
}
