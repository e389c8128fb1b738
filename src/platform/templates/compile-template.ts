import type { Mistake } from '../../kernel/errors.js';
import type { Json } from '../../kernel/json.js';
import { Budget } from './budget.js';
import { compileText, hasMarkup } from './compile-text.js';
import { EmptyVariableError, TemplateError } from './template-error.js';

/** The path of something in a JSON value. */
type Place = (string | number)[];

/** A compiled JSON value whose texts may contain placeholders. */
export interface CompiledTemplate {
  /** The fact paths it reads, and where in the value. */
  paths: { path: string[]; at: Place }[];
  /** Whether it reads nothing, so that rendering returns the value itself. */
  isConstant: boolean;
  /** Throws EmptyVariableError for an empty placeholder without a default, TemplateError for any other failure. */
  render(scope: object): Json;
}

type Render = (scope: object, budget: Budget) => Json;

interface Found {
  paths: CompiledTemplate['paths'];
  mistakes: Mistake[];
}

const DEEPEST = 64;

/** Compiles every text of a JSON value. Throws a TemplateError with all mistakes at once. */
export function compileTemplate(value: Json): CompiledTemplate {
  const found: Found = { paths: [], mistakes: [] };
  const render = compileValue(value, [], found);
  if (found.mistakes.length > 0) throw new TemplateError(found.mistakes, found.paths);
  return {
    paths: found.paths,
    isConstant: !render,
    render: render ? (scope) => render(scope, new Budget()) : () => value,
  };
}

// Undefined stands for a constant, which stays the value it is.
function compileValue(value: Json, at: Place, found: Found): Render | undefined {
  if (typeof value === 'string') return hasMarkup(value) ? compileAt(value, at, found) : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  if (at.length >= DEEPEST) return void found.mistakes.push({ path: at, message: `Nested deeper than ${DEEPEST}` });
  return Array.isArray(value) ? compileList(value, at, found) : compileObject(value, at, found);
}

function compileList(list: Json[], at: Place, found: Found): Render | undefined {
  const renders = list.map((value, index) => compileValue(value, [...at, index], found) ?? constant(value));
  return renders.every(isConstant) ? undefined : (scope, budget) => renders.map((render) => render(scope, budget));
}

function compileObject(object: { [key: string]: Json }, at: Place, found: Found): Render | undefined {
  const entries = Object.entries(object).map(([name, value]) => {
    if (hasMarkup(name))
      found.mistakes.push({ path: [...at, name], message: 'A name cannot hold placeholders, only a value can' });
    return [name, compileValue(value, [...at, name], found) ?? constant(value)] as const;
  });
  if (entries.every(([, render]) => isConstant(render))) return undefined;
  return (scope, budget) => Object.fromEntries(entries.map(([name, render]) => [name, render(scope, budget)]));
}

function compileAt(text: string, at: Place, found: Found): Render | undefined {
  try {
    const { paths, mistakes, render } = compileText(text);
    found.mistakes.push(...mistakes.map((message) => ({ path: at, message })));
    found.paths.push(...paths.map((path) => ({ path, at })));
    return (scope, budget) => {
      try {
        return render(scope, budget);
      } catch (error) {
        throw asOwn(error, at);
      }
    };
  } catch (error) {
    found.mistakes.push({ path: at, message: (error as Error).message });
    return undefined;
  }
}

// Liquid wraps what is thrown within it, and adds lines of the template to its message.
function asOwn(thrown: unknown, at: Place): Error {
  let cause = thrown as Error & { originalError?: Error };
  while (cause.originalError) cause = cause.originalError;
  return cause instanceof EmptyVariableError ? cause : new TemplateError([{ path: at, message: cause.message }]);
}

const CONSTANT = Symbol('constant');

const constant = (value: Json): Render => Object.assign(() => value, { [CONSTANT]: true });

const isConstant = (render: Render) => CONSTANT in render;
