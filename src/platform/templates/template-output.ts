import { toValue } from 'liquidjs';
import type { Json } from '../../kernel/json.js';
import type { Budget } from './budget.js';

const DEEPEST = 64;

/** The value of a lone placeholder as JSON; copying it is charged to the budget. */
export function toJson(given: unknown, budget: Budget, depth = 0): Json {
  const value = plain(given);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return budget.write(value);
  if (typeof value === 'number') return finite(value);
  if (typeof value !== 'object') return null;
  budget.use(1);
  if (depth >= DEEPEST) throw new Error(`A value is nested deeper than ${DEEPEST}`);
  if (Array.isArray(value)) return value.map((each) => toJson(each, budget, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJson(each, budget, depth + 1)]));
}

/** The text of a placeholder within other text: list elements are concatenated, objects become JSON. */
export function toText(given: unknown, budget: Budget, depth = 0): string {
  const value = plain(given);
  if (value === null) return '';
  if (typeof value === 'number') return String(finite(value));
  if (typeof value !== 'object') return String(value);
  if (!Array.isArray(value)) return JSON.stringify(toJson(value, budget, depth));
  budget.use(value.length);
  if (depth >= DEEPEST) throw new Error(`A list is nested deeper than ${DEEPEST}`);
  return value.map((each) => toText(each, budget, depth + 1)).join('');
}

/** Whether a reader would see nothing. */
export const isBlank = (value: Json) => value === null || (typeof value === 'string' && value.trim() === '');

function plain(given: unknown): string | number | boolean | object | null {
  const value: unknown = given instanceof Date ? given.toISOString() : toValue(given);
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return null;
  return typeof value === 'bigint' ? String(value) : value;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Error(`A calculation gave ${value}: is something divided by zero?`);
  return value;
}
