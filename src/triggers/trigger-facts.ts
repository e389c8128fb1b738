import { z } from 'zod';
import type { Subject } from '../crm/subjects.js';
import type { JsonObject } from '../kernel/json.js';
import { workspaceFacts } from '../platform/workspaces/workspace.facts.js';
import { FactPaths } from '../platform/facts/fact-paths.js';
import { idFact } from '../platform/facts/id-fact.js';
import type { EntityFact, TriggerDefinition, ValueFact } from './trigger.js';

type Fact = TriggerDefinition['facts'][string];
type Root = { title: string; schema: z.ZodType };

const OF_EVERY_EVENT: Readonly<Record<string, Root>> = {
  event: {
    title: 'Event',
    schema: z.object({
      id: idFact('Event id'),
      type: z.string().meta({ title: 'What happened' }),
      occurredAt: z.string().meta({ title: 'When it happened', factType: 'date' }),
    }),
  },
  workspace: { title: workspaceFacts.title, schema: workspaceFacts.schema },
};

/** The facts that every trigger has. */
export const EVENT_ROOTS = Object.keys(OF_EVERY_EVENT);

const SUBJECTS: readonly Subject[] = ['contact', 'order'];

const known = new WeakMap<TriggerDefinition, Map<string, FactPaths>>();

/** Every path available to a trigger's conditions and templates; under `trigger.` the values at the time of the event. */
export const factPathsOf = (trigger: TriggerDefinition): FactPaths => pathsWith(trigger, SUBJECTS);

/** The same for a config: only what its events bring, with the types that it determines. */
export function factPathsUnder(trigger: TriggerDefinition, config: JsonObject): FactPaths {
  const paths = pathsWith(trigger, broughtBy(trigger, config));
  const types = Object.entries(trigger.types?.(config) ?? {});
  if (types.length === 0) return paths;
  const then = types.map(([path, type]) => [`trigger.${path}`, type] as const);
  return paths.typed(Object.fromEntries([...types, ...then]));
}

/** What the events of a trigger are about under a config; all that they can be about if the config is not valid. */
export const broughtBy = ({ brings, facts }: TriggerDefinition, config: JsonObject | null): readonly Subject[] =>
  (config && brings?.(config)) ?? SUBJECTS.filter((name) => Object.hasOwn(facts, name));

function pathsWith(trigger: TriggerDefinition, brought: readonly Subject[]): FactPaths {
  const name = brought.join();
  const ofTrigger = known.get(trigger) ?? new Map<string, FactPaths>();
  known.set(trigger, ofTrigger);
  let paths = ofTrigger.get(name);
  if (!paths) ofTrigger.set(name, (paths = pathsOf(trigger, brought)));
  return paths;
}

/** The facts from the event itself, which never change; entities are left out. */
export function eventScope<Payload>(
  trigger: { facts: Record<string, EntityFact<Payload> | ValueFact<Payload, never>> },
  payload: Payload,
  config: unknown,
): Record<string, unknown> {
  const values = Object.entries(trigger.facts).flatMap(([name, fact]) =>
    isEntity(fact) ? [] : [[name, fact.value(payload, config as never)]],
  );
  return Object.fromEntries(values) as Record<string, unknown>;
}

/** Whether a fact is an entity, loaded by its id, rather than a value of the event. */
export const isEntity = <Payload>(fact: EntityFact<Payload> | ValueFact<Payload, never>): fact is EntityFact<Payload> =>
  'facts' in fact;

function pathsOf(trigger: TriggerDefinition, brought: readonly Subject[]): FactPaths {
  const isMissing = (name: string) => SUBJECTS.some((each) => each === name && !brought.includes(each));
  const own = Object.entries(trigger.facts).flatMap(([name, fact]) =>
    isMissing(name) ? [] : [[name, rootOf(fact)] as const],
  );
  // The schema keeps the title, so that "Name" under `trigger.` still says whose name it is.
  const then = z.object(
    Object.fromEntries(own.map(([name, { title, schema }]) => [name, schema.meta({ ...schema.meta(), title })])),
  );
  return new FactPaths({
    ...Object.fromEntries(own),
    ...OF_EVERY_EVENT,
    trigger: { title: 'As it was', schema: then },
  });
}

const rootOf = (fact: Fact): Root =>
  isEntity(fact) ? { title: fact.facts.title, schema: fact.facts.schema } : { title: fact.title, schema: fact.schema };
