import { RenderError, type Template } from 'liquidjs';
import type { Mistake } from '../../kernel/errors.js';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { EmptyOutput, liquid, onlyPlaceholder, valueOf } from './liquid-engine.js';
import { EmptyVariableError, TemplateError } from './template-error.js';

type Path = (string | number)[];
type Render = (scope: object, budget: { left: number }) => Json;

/** A JSON value whose texts may hold placeholders, ready to be filled in. */
export interface CompiledTemplate {
  /** The facts it names, and where in the value. */
  paths: { path: string[]; at: Path }[];
  /** Whether it holds no placeholder at all. */
  isConstant: boolean;
  /** Fills it in. Throws an EmptyVariableError where a placeholder without a default has nothing to show. */
  render(scope: object): Json;
}

/** Compiles every text in a JSON value. Throws a TemplateError with all mistakes at once. */
export function compileTemplate(value: Json): CompiledTemplate {
  const mistakes: Mistake[] = [];
  const paths: CompiledTemplate['paths'] = [];
  const render = compileValue(value, [], { mistakes, paths });
  if (mistakes.length > 0) throw new TemplateError(mistakes);
  return {
    paths,
    isConstant: render === undefined,
    render: render ? (scope) => render(scope, { left: LIMITS.maxTemplateOutputBytes }) : () => value,
  };
}

interface Found {
  mistakes: Mistake[];
  paths: CompiledTemplate['paths'];
}

// Undefined stands for a value without placeholders: it is handed out as it is.
function compileValue(value: Json, at: Path, found: Found): Render | undefined {
  if (typeof value === 'string') return /\{\{|\{%/.test(value) ? compileText(value, at, found) : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  const entries = Object.entries(value).map(([name, each]) => {
    const part = Array.isArray(value) ? Number(name) : name;
    return [name, each, compileValue(each, [...at, part], found)] as const;
  });
  if (entries.every(([, , render]) => !render)) return undefined;
  const filled = (scope: object, budget: { left: number }) => entries.map(([name, each, render]) => [name, render ? render(scope, budget) : each] as const);
  if (Array.isArray(value)) return (scope, budget) => filled(scope, budget).map(([, each]) => each);
  return (scope, budget) => Object.fromEntries(filled(scope, budget));
}

function compileText(text: string, at: Path, { mistakes, paths }: Found): Render | undefined {
  try {
    const templates = liquid.parse(text);
    for (const segments of liquid.globalVariableSegmentsSync(templates)) {
      const dynamic = segments.some((segment) => Array.isArray(segment));
      if (dynamic) mistakes.push({ path: at, message: `${text}: a path must be written out, not computed` });
      else paths.push({ path: segments.map(String), at });
    }
    return rendererOf(templates);
  } catch (error) {
    mistakes.push({ path: at, message: (error as Error).message.split('\n')[0]!.replace(/, line:.*$/, '') });
    return undefined;
  }
}

function rendererOf(templates: Template[]): Render {
  const only = onlyPlaceholder(templates);
  if (!only) return (scope, budget) => within(budget, named(() => liquid.renderSync(templates, scope) as string));
  const placeholder = only.token.getText();
  return (scope, budget) => within(budget, named(() => valueOf(only, scope) as Json, placeholder));
}

function within(budget: { left: number }, value: Json): Json {
  budget.left -= typeof value === 'string' ? value.length : JSON.stringify(value).length;
  if (budget.left < 0) throw new Error(`The filled-in text is longer than ${LIMITS.maxTemplateOutputBytes / 1024} KiB`);
  return value;
}

// Within a longer text Liquid says which placeholder it was; one that stands alone is known.
function named<Result>(render: () => Result, alone?: string): Result {
  try {
    return render();
  } catch (error) {
    if (alone && error instanceof EmptyOutput) throw new EmptyVariableError(alone);
    if (RenderError.is(error) && error.originalError instanceof EmptyOutput) throw new EmptyVariableError(error.token.getText());
    throw error;
  }
}
