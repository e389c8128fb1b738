import type { CompiledConditions } from '../../conditions/compile-conditions.js';
import type { JsonObject } from '../../kernel/json.js';
import { workspaceFacts } from '../../platform/workspaces/workspace.facts.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { FactLoader } from '../../platform/facts/fact-loader.js';
import { eventScope, isEntity } from '../../triggers/trigger-facts.js';
import type { TriggerDefinition } from '../../triggers/trigger.js';

/** The source of facts: a trigger, its config, and the matching event. */
export interface FactSource {
  trigger: TriggerDefinition;
  config: JsonObject;
  event: StoredEvent;
}

type Scope = Record<string, unknown>;

/** The current facts. Loads each entity that the paths name from the database, and no other. */
export async function scopeNow(source: FactSource, paths: readonly string[][], loader: FactLoader): Promise<Scope> {
  const roots = [...new Set(paths.map(([root]) => root!))];
  const values = await Promise.all(roots.map((root) => rootNow(source, root, loader)));
  return Object.fromEntries(roots.map((root, index) => [root, values[index]]));
}

/** Loads values that the paths use but the event does not contain, to be stored; empty if it contains all. */
export async function loadMissing(source: FactSource, paths: readonly string[][], loader: FactLoader): Promise<Scope> {
  const roots = [...new Set(paths.filter((path) => isMissing(source, path)).map(([root]) => root!))];
  const values = await Promise.all(roots.map((root) => rootNow(source, root, loader)));
  return Object.fromEntries(roots.map((root, index) => [root, values[index] ?? null]));
}

/** Facts at the time of the event: values of the event, otherwise those stored at dispatch. */
export function scopeThen(source: FactSource, remembered: Scope | null): Scope {
  const { trigger, config, event } = source;
  const scope: Scope = { ...remembered, ...eventScope(trigger, event.payload, config), event: eventRoot(event) };
  scope.workspace ??= { id: event.workspaceId };
  for (const [root, fact] of Object.entries(trigger.facts)) {
    if (isEntity(fact)) scope[root] = merged(remembered?.[root], fact.snapshot?.(event.payload));
  }
  return scope;
}

/** Evaluates conditions with the facts at the time of the event; what the event lacks is loaded now. */
export async function evaluateThen(source: FactSource, conditions: CompiledConditions, loader: FactLoader) {
  const remembered = await loadMissing(source, conditions.paths.map(withoutPrefix), loader);
  const scope = scopeThen(source, remembered);
  return conditions.evaluate({ ...scope, trigger: scope });
}

/** A fact's path without `trigger`. */
export const withoutPrefix = (path: string[]): string[] => (path[0] === 'trigger' ? path.slice(1) : path);

async function rootNow({ trigger, config, event }: FactSource, root: string, loader: FactLoader): Promise<unknown> {
  if (root === 'event') return eventRoot(event);
  if (root === 'workspace') return loader.load(workspaceFacts, event.workspaceId, event.workspaceId);
  const fact = trigger.facts[root];
  if (!fact) return undefined;
  return isEntity(fact)
    ? loader.load(fact.facts, event.workspaceId, fact.id(event.payload))
    : fact.value(event.payload, config);
}

function isMissing({ trigger, event }: FactSource, [root, field]: string[]): boolean {
  if (root === 'workspace') return field !== 'id';
  const fact = trigger.facts[root!];
  if (!fact || !isEntity(fact)) return false;
  const snapshot = fact.snapshot?.(event.payload);
  return !snapshot || field === undefined || !Object.hasOwn(snapshot, field);
}

const eventRoot = ({ id, type, occurredAt }: StoredEvent) => ({
  id,
  type,
  occurredAt: new Date(occurredAt).toISOString(),
});

const merged = (remembered: unknown, snapshot: object | null | undefined) =>
  remembered || snapshot ? { ...(remembered as object | null), ...snapshot } : undefined;
