import { Context, Liquid, TokenKind, toValueSync, type Output, type Template } from 'liquidjs';
import { LIMITS } from '../../kernel/limits.js';

/** Tags that neither read files nor define blocks of other files. */
const ALLOWED_TAGS = new Set(['assign', 'capture', 'case', 'comment', 'for', 'break', 'continue', 'if', 'unless', 'raw', 'echo', '#', 'increment', 'decrement', 'cycle']);

const NO_FILES = {
  exists: async () => false,
  existsSync: () => false,
  readFile: () => Promise.reject(new Error('Templates read no files')),
  readFileSync: () => {
    throw new Error('Templates read no files');
  },
  resolve: (_: string, file: string) => file,
  contains: async () => false,
  containsSync: () => false,
};

/** Liquid without files, prototypes or local time, and with an end to every loop. */
export const liquid = new Liquid({
  ownPropertyOnly: true,
  strictFilters: true,
  timezoneOffset: 0,
  parseLimit: LIMITS.maxPayloadBytes,
  renderLimit: 100,
  memoryLimit: LIMITS.maxTemplateOutputBytes * 8,
  fs: NO_FILES as never,
  relativeReference: false,
  // Liquid names the placeholder in its own error, of which this becomes the cause.
  outputEscape: (value: unknown) => {
    if (isEmpty(value)) throw new EmptyOutput();
    return value as string;
  },
});

for (const name of Object.keys(liquid.tags)) if (!ALLOWED_TAGS.has(name)) delete liquid.tags[name];

/** Thrown where a placeholder came out empty. */
export class EmptyOutput extends Error {}

/** Whether a message would have a hole where this stands. */
const isEmpty = (value: unknown) => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** The placeholder of a template that is nothing else; undefined when it is more, or less. */
export function onlyPlaceholder(templates: Template[]): Output | undefined {
  const [only] = templates;
  return templates.length === 1 && only?.token.kind === TokenKind.Output ? (only as Output) : undefined;
}

/** The value of a placeholder with its filters, in its own type. */
export const valueOf = (output: Output, scope: object): unknown => toValueSync(output.value.value(new Context(scope, liquid.options)));
