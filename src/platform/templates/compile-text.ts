import { TypeGuards, toValueSync, type Output, type Template } from 'liquidjs';
import { valueAt, type Json } from '../../kernel/json.js';
import type { Budget } from './budget.js';
import { LiquidScope, parseLiquid, renderLiquid } from './liquid-engine.js';
import { FILTERS } from './liquid-filters.js';
import { EmptyVariableError } from './template-error.js';
import { isBlank, toJson, toText } from './template-output.js';
import { dynamicVariables, filtersOf, outputsOf, pathsOf, plainPathOf, variablesOf } from './template-variables.js';

/** One text with placeholders, ready to be filled in. */
export interface CompiledText {
  paths: string[][];
  /** What is wrong although it could be read. */
  mistakes: string[];
  render: (facts: object, budget: Budget) => Json;
}

type Piece = (facts: object, budget: Budget) => string;

/** Whether a text holds a placeholder or a tag. */
export const hasMarkup = (text: string) => text.includes('{{') || text.includes('{%');

/** How many placeholders and tags a text begins, and how many characters they have: what reading it will cost. */
export function markupOf(text: string): { count: number; length: number } {
  const markup = { count: 0, length: 0 };
  for (let at = opening(text, 0); at >= 0;) {
    const closing = text.indexOf(text[at + 1] === '{' ? '}}' : '%}', at + 2);
    const end = closing < 0 ? text.length : closing + 2;
    markup.count += 1;
    markup.length += end - at;
    at = opening(text, end);
  }
  return markup;
}

function opening(text: string, from: number): number {
  let at = text.indexOf('{', from);
  while (at >= 0 && text[at + 1] !== '{' && text[at + 1] !== '%') at = text.indexOf('{', at + 1);
  return at;
}

/** Compiles a text; throws an error with a message for its author. */
export function compileText(text: string): CompiledText {
  const templates = parseLiquid(text);
  const [dynamic] = dynamicVariables(templates);
  if (dynamic !== undefined) throw new Error(`"${dynamic}" cannot be checked: write its path out, as in order.value`);
  const outputs = outputsOf(templates);
  if (!outputs.every(({ value }) => value.initial.valid()))
    throw new Error('A placeholder is empty: name a variable in it');
  const paths = pathsOf(templates);
  const mistakes = [...new Set(filtersOf(templates))].filter((name) => !FILTERS.has(name)).map(unknownFilter);
  for (const output of outputs) refuseToBeEmpty(output);
  const alone = onlyPlaceholder(templates);
  return { paths, mistakes, render: alone ? typed(alone) : (plain(templates) ?? joined(templates)) };
}

const KNOWN_FILTERS = [...FILTERS.keys()].sort().join(', ');

const unknownFilter = (name: string) => `Unknown filter "${name}". Known: ${KNOWN_FILTERS}`;

/** The placeholder of a text that consists of it alone, apart from surrounding spaces. */
function onlyPlaceholder(templates: Template[]): Output | undefined {
  const [only, ...others] = templates.filter((template) => !isBlankText(template));
  return others.length === 0 && only && outputsOf([only])[0] === only ? (only as Output) : undefined;
}

const isBlankText = ({ token }: Template) => token.getText().trim() === '';

function typed(output: Output): CompiledText['render'] {
  const path = plainPathOf(output);
  return (facts, budget) => {
    const found = path ? valueAt(facts, path) : toValueSync(output.value.value(new LiquidScope(facts, budget)));
    const value = toJson(found, budget);
    if (isEmptyHere(output, value)) throw emptinessOf(output);
    return value;
  };
}

// Most messages only insert facts: these are joined here, ten times as fast as Liquid.
function plain(templates: Template[]): CompiledText['render'] | undefined {
  const pieces: Piece[] = [];
  for (const template of templates) {
    const [output] = outputsOf([template]);
    const path = output === template ? plainPathOf(output) : undefined;
    if (path) pieces.push(fact(output!, path));
    else if (TypeGuards.isHTMLToken(template.token)) pieces.push(written(template.token.getContent()));
    else return undefined;
  }
  return (facts, budget) => pieces.map((piece) => budget.write(piece(facts, budget))).join('');
}

const written =
  (text: string): Piece =>
  () =>
    text;

const fact =
  (output: Output, path: string[]): Piece =>
  (facts, budget) => {
    const text = toText(valueAt(facts, path), budget);
    if (isBlank(text)) throw emptinessOf(output);
    return text;
  };

function joined(templates: Template[]): CompiledText['render'] {
  return (facts, budget) => {
    const emitter = {
      buffer: '',
      write(text: string) {
        emitter.buffer += budget.write(text);
      },
    };
    toValueSync(renderLiquid(templates, new LiquidScope(facts, budget), emitter));
    return emitter.buffer;
  };
}

// Set on the placeholder itself, because Liquid's output no longer shows where a value came from.
function refuseToBeEmpty(output: Output): void {
  output.render = function* (scope, emitter) {
    const { budget } = scope as LiquidScope;
    const value = (yield output.value.value(scope, false)) as unknown;
    const text = toText(value, budget);
    budget.use(text.length);
    if (isEmptyHere(output, text)) throw emptinessOf(output);
    emitter.write(text);
  };
}

/** An empty value is rejected where a variable is read, unless the author wrote a default, even an empty one. */
const isEmptyHere = (output: Output, value: Json) =>
  isBlank(value) && !hasWrittenDefault(output) && variablesOf(output).length > 0;

const hasWrittenDefault = ({ value }: Output) =>
  value.filters.some(({ name, args }) => name === 'default' && args[0] !== undefined && 'content' in args[0]);

const emptinessOf = (output: Output) => new EmptyVariableError(expressionOf(output), variablesOf(output));

const expressionOf = ({ token }: Output) =>
  token
    .getText()
    .replace(/^\{\{-?/, '')
    .replace(/-?\}\}$/, '')
    .trim();
