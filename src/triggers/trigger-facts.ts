import { z } from 'zod';
import { workspaceFacts } from '../platform/auth/workspace.facts.js';
import { FactPaths } from '../platform/facts/fact-paths.js';
import type { EntityFact, TriggerDefinition, ValueFact } from './trigger.js';

type Fact = TriggerDefinition['facts'][string];
type Root = { title: string; schema: z.ZodType };

const OF_EVERY_EVENT: Readonly<Record<string, Root>> = {
  event: {
    title: 'Event',
    schema: z.object({
      id: z.string().meta({ title: 'Event id' }),
      type: z.string().meta({ title: 'What happened' }),
      occurredAt: z.string().meta({ title: 'When it happened', factType: 'date' }),
    }),
  },
  workspace: { title: workspaceFacts.title, schema: workspaceFacts.schema },
};

/** The facts that every trigger has. */
export const EVENT_ROOTS = Object.keys(OF_EVERY_EVENT);

const known = new WeakMap<TriggerDefinition, FactPaths>();

/** Every path that a trigger's conditions and templates may name; under `trigger.` its own, as they were when it happened. */
export function factPathsOf(trigger: TriggerDefinition): FactPaths {
  let paths = known.get(trigger);
  if (!paths) known.set(trigger, (paths = pathsOf(trigger)));
  return paths;
}

/** What the event itself says, the same then and now; entities are left out. */
export function eventScope<Payload>(
  trigger: { facts: Record<string, EntityFact<Payload> | ValueFact<Payload, never>> },
  payload: Payload,
  config: unknown,
): Record<string, unknown> {
  const values = Object.entries(trigger.facts).flatMap(([name, fact]) => (isEntity(fact) ? [] : [[name, fact.value(payload, config as never)]]));
  return Object.fromEntries(values) as Record<string, unknown>;
}

/** Whether a fact is an entity, loaded by its id, and not a value of the event. */
export const isEntity = <Payload>(fact: EntityFact<Payload> | ValueFact<Payload, never>): fact is EntityFact<Payload> => 'facts' in fact;

function pathsOf(trigger: TriggerDefinition): FactPaths {
  const own = Object.entries(trigger.facts).map(([name, fact]) => [name, rootOf(fact)] as const);
  // The title goes into the schema, so that "Name" still says whose under `trigger.`.
  const then = z.object(Object.fromEntries(own.map(([name, { title, schema }]) => [name, schema.meta({ ...schema.meta(), title })])));
  return new FactPaths({ ...Object.fromEntries(own), ...OF_EVERY_EVENT, trigger: { title: 'As it was', schema: then } });
}

const rootOf = (fact: Fact): Root => (isEntity(fact) ? { title: fact.facts.title, schema: fact.facts.schema } : { title: fact.title, schema: fact.schema });
