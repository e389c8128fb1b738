import type { Mistake } from '../kernel/errors.js';
import type { Json, JsonObject } from '../kernel/json.js';
import type { ActionDescription } from './action.js';

/** Replaces a secret wherever it is shown; as an input it means the stored secret. */
export const MASK = '•••';

/** Shorter secrets could be ordinary words. */
const SHORTEST_HIDDEN = 8;

type Described = Pick<ActionDescription, 'secrets' | 'secretsGoTo'> | undefined;
type Change = (text: string, path: Mistake['path']) => string;

/** The params with every text of the secret ones changed. */
export function mapSecrets(action: Described, params: JsonObject, change: Change): JsonObject {
  const secret = (action?.secrets ?? []).filter((name) => Object.hasOwn(params, name));
  return { ...params, ...Object.fromEntries(secret.map((name) => [name, mapTexts(params[name]!, change, [name])])) };
}

/** The params with their secrets masked. */
export const maskSecrets = (action: Described, params: JsonObject) => mapSecrets(action, params, () => MASK);

/** The result of an action without its secrets, which the called system may have echoed. */
export function withoutSecrets<Value>(action: Described, params: unknown, value: Value): Value {
  if (!action?.secrets) return value;
  const secrets: string[] = [];
  mapSecrets(action, params as JsonObject, (text) => {
    // The whole "Bearer abc" first, then its parts.
    secrets.push(text, ...text.split(/\s+/));
    return text;
  });
  const hidden = secrets.filter(({ length }) => length >= SHORTEST_HIDDEN);
  return mapTexts(value as Json, (text) =>
    hidden.reduce((shown, secret) => shown.replaceAll(secret, MASK), text),
  ) as Value;
}

/** Whether secrets stored for these params may be sent to the target of those; otherwise changing the address would reveal them. */
export function leadToTheSame(action: Described, kept: JsonObject, params: JsonObject): boolean {
  const target = action?.secretsGoTo;
  if (!target || kept[target] === params[target]) return true;
  const [before, now] = [originOf(kept[target]), originOf(params[target])];
  return before !== undefined && before === now;
}

// Undefined if a placeholder is part of the host.
function originOf(url: Json | undefined): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { origin } = new URL(url);
  return /[{}%]/.test(origin) ? undefined : origin;
}

function mapTexts(value: Json, change: Change, path: Mistake['path'] = []): Json {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((each, index) => mapTexts(each, change, [...path, index]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, mapTexts(each, change, [...path, name])]),
  );
}
