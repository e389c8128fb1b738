import { z } from 'zod';
import { workspaceFacts } from '../platform/auth/workspace.facts.js';
import { FactPaths } from '../platform/facts/fact-paths.js';
import type { TriggerDefinition } from './trigger.js';

const text = (title: string) => z.string().meta({ title });

const EVENT = {
  title: 'Event',
  schema: z.object({ id: text('Event id'), type: text('What happened'), occurredAt: z.string().meta({ title: 'When it happened', factType: 'date' }) }),
};

const known = new WeakMap<TriggerDefinition, FactPaths>();

/** Every path that conditions and templates of a trigger may name; under `trigger.` the same, as it was when the event happened. */
export function factPathsOf(trigger: TriggerDefinition): FactPaths {
  let paths = known.get(trigger);
  if (!paths) known.set(trigger, (paths = pathsOf(trigger)));
  return paths;
}

function pathsOf(trigger: TriggerDefinition): FactPaths {
  const own = Object.entries(trigger.facts).map(([name, fact]) => {
    const root = 'facts' in fact ? { title: fact.facts.title, schema: fact.facts.schema as z.ZodType } : { title: fact.title, schema: fact.schema };
    return [name, root] as const;
  });
  const roots = Object.fromEntries([...own, ['event', EVENT] as const, ['workspace', workspaceFacts] as const]);
  const then = z.object(Object.fromEntries(Object.entries(roots).map(([name, { schema }]) => [name, schema])));
  return new FactPaths({ ...roots, trigger: { title: 'When it happened', schema: then } });
}
