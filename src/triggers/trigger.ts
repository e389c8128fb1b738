import type { z } from 'zod';
import type { Subject } from '../crm/subjects.js';
import type { EventDefinition } from '../platform/events/define-event.js';
import type { FactsDefinition } from '../platform/facts/define-facts.js';
import type { FactType } from '../platform/facts/fact-shape.js';
import type { Timer } from './timer.js';

/** An entity fact: loaded fresh by its id when used; the event may contain its state at that time. */
export interface EntityFact<Payload> {
  facts: FactsDefinition;
  id: (payload: Payload) => string | null | undefined;
  /** The state of the entity stored in the event; missing parts are loaded when the event is dispatched. */
  snapshot?: (payload: Payload) => object | null | undefined;
}

/** A fact with a value of the event itself, which never changes. */
export interface ValueFact<Payload, Config> {
  title: string;
  schema: z.ZodType;
  value: (payload: Payload, config: Config) => unknown;
}

/** A trigger: the event, the config that filters it, and the facts that the automation may read. */
export interface TriggerDefinition<Payload extends z.ZodType = z.ZodType, Config extends z.ZodObject = z.ZodObject> {
  type: string;
  title: string;
  description: string;
  on: EventDefinition<Payload>;
  config: Config;
  /** Config values in which every text is a secret: encrypted in the database, hidden wherever they are shown. */
  secrets?: readonly string[];
  /** Config values that must equal values of the event, if given; the automations of an event are looked up by them. */
  where?: { [Name in keyof z.infer<Config>]?: (payload: z.infer<Payload>) => unknown };
  /** Further conditions. */
  matches?: (event: { payload: z.infer<Payload> }, config: z.infer<Config>) => boolean;
  /** The field of the payload with the id of the only automation that the event is for; the event starts no other. */
  addressee?: keyof z.infer<Payload> & string;
  /** Of a trigger that begins by the clock. */
  timer?: Timer<z.infer<Config>>;
  /** What its events are about under a config; by default, each of contact and order that is among its facts. */
  brings?: (config: z.infer<Config>) => readonly Subject[];
  facts: Record<string, EntityFact<z.infer<Payload>> | ValueFact<z.infer<Payload>, z.infer<Config>>>;
  /** Types of facts, by path, that their schemas leave open and the config determines. */
  types?: (config: z.infer<Config>) => Record<string, FactType>;
}

/** Defines a trigger; its file exports the result under its own name. */
export const defineTrigger = <Payload extends z.ZodType, Config extends z.ZodObject>(
  definition: TriggerDefinition<Payload, Config>,
) => definition;
