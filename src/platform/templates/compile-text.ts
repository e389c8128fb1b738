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
  render(facts: object, budget: Budget): Json;
}

type Piece = (facts: object, budget: Budget) => string;

/** Whether a text holds a placeholder or a tag. */
export const hasMarkup = (text: string) => text.includes('{{') || text.includes('{%');

/** Compiles a text; throws what keeps it from being read, in words for its author. */
export function compileText(text: string): CompiledText {
  const templates = parseLiquid(text);
  const [dynamic] = dynamicVariables(templates);
  if (dynamic !== undefined) throw new Error(`"${dynamic}" cannot be checked: write its path out, as in order.value`);
  const outputs = outputsOf(templates);
  if (!outputs.every(({ value }) => value.initial.valid())) throw new Error('A placeholder is empty: name a variable in it');
  const paths = pathsOf(templates);
  const mistakes = [...new Set(filtersOf(templates))].filter((name) => !FILTERS.has(name)).map(unknownFilter);
  for (const output of outputs) refuseToBeEmpty(output);
  const alone = onlyPlaceholder(templates);
  return { paths, mistakes, render: alone ? typed(alone) : (plain(templates) ?? joined(templates)) };
}

const unknownFilter = (name: string) => `Unknown filter "${name}". Known: ${[...FILTERS.keys()].sort().join(', ')}`;

/** The placeholder of a text that is nothing else, blanks around it aside. */
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

// Most messages only name facts: these are joined here, ten times as fast as Liquid does it.
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

const written = (text: string): Piece => () => text;

const fact = (output: Output, path: string[]): Piece => (facts, budget) => {
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

// Set on the placeholder itself, because what Liquid writes no longer says where it came from.
function refuseToBeEmpty(output: Output): void {
  output.render = function* (scope, emitter) {
    const { budget } = scope as LiquidScope;
    const value = yield output.value.value(scope, false);
    const text = toText(value, budget);
    budget.use(text.length);
    if (isEmptyHere(output, text)) throw emptinessOf(output);
    emitter.write(text);
  };
}

/** Empty is refused where a variable is read, unless its author wrote a default out, be it an empty one. */
const isEmptyHere = (output: Output, value: Json) => isBlank(value) && !hasWrittenDefault(output) && variablesOf(output).length > 0;

const hasWrittenDefault = ({ value }: Output) => value.filters.some(({ name, args }) => name === 'default' && args[0] !== undefined && 'content' in args[0]);

const emptinessOf = (output: Output) => new EmptyVariableError(expressionOf(output), variablesOf(output));

const expressionOf = ({ token }: Output) => token.getText().replace(/^\{\{-?/, '').replace(/-?\}\}$/, '').trim();
