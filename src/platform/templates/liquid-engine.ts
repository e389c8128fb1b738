import { Context, Liquid, type Template } from 'liquidjs';
import { LIMITS } from '../../kernel/limits.js';
import type { Budget } from './budget.js';
import { FILTERS } from './liquid-filters.js';

const TAGS = ['assign', 'capture', 'case', 'comment', 'for', 'break', 'continue', 'if', 'unless', 'raw'];

const engine = new Liquid({
  // No partials: nothing is read from the disk.
  templates: {},
  ownPropertyOnly: true,
  timezoneOffset: 0,
  locale: 'en-US',
  parseLimit: LIMITS.maxTemplateOutputBytes,
});
for (const tag of Object.keys(engine.tags)) if (!TAGS.includes(tag)) delete engine.tags[tag];
for (const filter of Object.keys(engine.filters)) engine.unregisterFilter(filter);
for (const [name, filter] of FILTERS) engine.registerFilter(name, filter);

/** Parses a text; throws an error with a message for its author. */
export function parseLiquid(text: string): Template[] {
  try {
    return engine.parse(text);
  } catch (error) {
    throw new Error(explain((error as Error).message), { cause: error });
  }
}

/** The facts for one text, and the budget of the whole value. */
export class LiquidScope extends Context {
  constructor(
    facts: object,
    readonly budget: Budget,
  ) {
    const limits = {
      memoryLimit: budget as unknown as Context['memoryLimit'],
      renderLimit: budget as unknown as Context['renderLimit'],
    };
    super(facts, engine.options, { sync: true }, { ...limits, liquid: engine });
  }

  // Every use of a value begins with reading it, so reading charges for its size.
  override *_get(path: Parameters<Context['_get']>[0]): IterableIterator<unknown> {
    const value: unknown = yield* super._get(path);
    this.budget.check(performance.now());
    if (typeof value === 'string' || Array.isArray(value)) this.budget.use(value.length);
    return value instanceof Date ? value.toISOString() : value;
  }
}

/** Runs parsed templates and returns their output. */
export const renderLiquid = (
  templates: Template[],
  scope: LiquidScope,
  emitter: { write(text: string): void; buffer: string },
) => engine.renderer.renderTemplates(templates, scope, emitter);

function explain(message: string): string {
  const tag = /^tag "(.*)" not found/.exec(message)?.[1];
  if (tag !== undefined) return `Templates have no tag "${tag}". Known: ${TAGS.join(', ')}`;
  if (message.startsWith('parse length limit')) return `Longer than ${LIMITS.maxTemplateOutputBytes} characters`;
  return message;
}
