import type { Mistake } from '../kernel/errors.js';
import type { Json, JsonObject } from '../kernel/json.js';
import type { ActionDescription } from './action.js';

/** What stands for a secret wherever it is shown; handed in again, it means the one that is kept. */
export const MASK = '•••';

/** Shorter ones are words that anybody says. */
const SHORTEST_HIDDEN = 8;

type Described = Pick<ActionDescription, 'secrets' | 'secretsGoTo'> | undefined;
type Change = (text: string, path: Mistake['path']) => string;

/** The params with every text in their secret ones changed. */
export function mapSecrets(action: Described, params: JsonObject, change: Change): JsonObject {
  const secret = (action?.secrets ?? []).filter((name) => Object.hasOwn(params, name));
  return { ...params, ...Object.fromEntries(secret.map((name) => [name, mapTexts(params[name]!, change, [name])])) };
}

/** The params as they may be shown. */
export const maskSecrets = (action: Described, params: JsonObject) => mapSecrets(action, params, () => MASK);

/** What came of an action without the secrets it was given, which whoever it called may have said back. */
export function withoutSecrets<Value>(action: Described, params: unknown, value: Value): Value {
  if (!action?.secrets) return value;
  const secrets: string[] = [];
  mapSecrets(action, params as JsonObject, (text) => {
    // The whole of "Bearer abc" first, then its parts.
    secrets.push(text, ...text.split(/\s+/));
    return text;
  });
  const hidden = secrets.filter(({ length }) => length >= SHORTEST_HIDDEN);
  return mapTexts(value as Json, (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, MASK), text)) as Value;
}

/** Whether secrets kept for these params may go where those lead: else whoever changes the address would get to see them. */
export function leadToTheSame(action: Described, kept: JsonObject, params: JsonObject): boolean {
  const target = action?.secretsGoTo;
  if (!target || kept[target] === params[target]) return true;
  const [before, now] = [originOf(kept[target]), originOf(params[target])];
  return before !== undefined && before === now;
}

// None for an address whose host a placeholder has a hand in.
function originOf(url: Json | undefined): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { origin } = new URL(url);
  return /[{}%]/.test(origin) ? undefined : origin;
}

function mapTexts(value: Json, change: Change, path: Mistake['path'] = []): Json {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((each, index) => mapTexts(each, change, [...path, index]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapTexts(each, change, [...path, name])]));
}
