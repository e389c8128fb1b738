import type { z } from 'zod';
import type { EventDefinition } from '../platform/events/define-event.js';
import type { FactsDefinition } from '../platform/facts/define-facts.js';

/** A fact that is an entity: loaded fresh by its id when named; the event may hold what it was like then. */
export interface EntityFact<Payload> {
  facts: FactsDefinition;
  id: (payload: Payload) => string | null | undefined;
  /** What the event itself remembers of the entity; what is missing here is loaded when the event is dispatched. */
  snapshot?: (payload: Payload) => object | null | undefined;
}

/** A fact that is a value of the event alone, the same then and now. */
export interface ValueFact<Payload, Config> {
  title: string;
  schema: z.ZodType;
  value: (payload: Payload, config: Config) => unknown;
}

/** A sentence: when this happens, and it fits the config, an automation may start; this is what it then may read. */
export interface TriggerDefinition<Payload extends z.ZodType = z.ZodType, Config extends z.ZodObject = z.ZodObject> {
  type: string;
  title: string;
  description: string;
  on: EventDefinition<Payload>;
  config: Config;
  /** Values of the config that the event must have where they are given; by these the automations of an event are found. */
  where?: { [Name in keyof z.infer<Config>]?: (payload: z.infer<Payload>) => unknown };
  /** What else must hold. */
  matches?: (event: { payload: z.infer<Payload> }, config: z.infer<Config>) => boolean;
  facts: Record<string, EntityFact<z.infer<Payload>> | ValueFact<z.infer<Payload>, z.infer<Config>>>;
}

/** Describes a trigger once; the file on the shelf exports the result under its own name. */
export const defineTrigger = <Payload extends z.ZodType, Config extends z.ZodObject>(
  definition: TriggerDefinition<Payload, Config>,
) => definition;
