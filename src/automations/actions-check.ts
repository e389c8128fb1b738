import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ActionRegistry } from '../actions/action-registry.service.js';
import type { ActionDescription } from '../actions/action.js';
import { mapSecrets, MASK } from '../actions/secret-params.js';
import { parseDuration } from '../kernel/duration.js';
import type { Mistake } from '../kernel/errors.js';
import { valueAt, type Json, type JsonObject } from '../kernel/json.js';
import { LIMITS } from '../kernel/limits.js';
import type { ActionSpec } from '../executions/definition.js';
import { FactPaths } from '../platform/facts/fact-paths.js';
import { compileTemplate } from '../platform/templates/compile-template.js';
import { hasMarkup } from '../platform/templates/compile-text.js';
import { TemplateError } from '../platform/templates/template-error.js';
import { objectOr, type ActionInput } from './automation.js';
import { referencesIn, type FoundReference } from './reference-check.js';

/** What was found in a list of actions. */
export interface CheckedActions {
  specs: ActionSpec[];
  references: FoundReference[];
  mistakes: Mistake[];
}

/** Finds every mistake in the actions of an automation. */
@Injectable()
export class ActionsCheck {
  constructor(private readonly registry: ActionRegistry) {}

  /** Checks the actions; paths in templates only when the trigger's facts are known. */
  check(inputs: ActionInput[], facts: FactPaths | undefined): CheckedActions {
    const specs = inputs.map((input, index) => ({
      key: keyOf(input, index),
      type: input.type,
      params: objectOr(input.params, this.registry.find(input.type)?.description.params) ?? {},
      delay: input.delay || null,
    }));
    const mistakes = countMistakes(inputs);
    const references: FoundReference[] = [];
    specs.forEach((spec, index) => {
      const earlier = specs.slice(0, index);
      mistakes.push(...keyMistakes(spec, earlier, index), ...delayMistakes(spec, index));
      const known = this.registry.find(spec.type)?.description;
      if (!known) return mistakes.push({ path: ['actions', index, 'type'], message: this.unknown(spec.type) });
      const at = ['actions', index, 'params'];
      const found = paramMistakes(objectOr(inputs[index]!.params) ? spec.params : inputs[index]!.params, known);
      if (found.length === 0 && facts && !facts.has(['order']) && known.needsOrder?.(spec.params)) mistakes.push({ path: ['actions', index, 'type'], message: NO_ORDER });
      const paths = facts ? new KnownPaths(facts, this.outputsOf(earlier)) : undefined;
      mistakes.push(...[...found, ...templateMistakes(spec.params, paths)].map(({ path, message }) => ({ path: [...at, ...path], message })));
      references.push(...referencesIn(known.params, spec.params, at));
    });
    return { specs, references, mistakes };
  }

  private unknown(type: string): string {
    return `Unknown action "${type}". Known: ${this.registry.types().join(', ')}`;
  }

  private outputsOf(specs: ActionSpec[]): FactPaths {
    const shape = specs.flatMap(({ key, type }) => {
      const description = this.registry.find(type)?.description;
      return description ? [[key, z.object({ output: description.output })] as const] : [];
    });
    return new FactPaths({ steps: { title: 'Earlier actions', schema: z.object(Object.fromEntries(shape)) } });
  }
}

const NO_ORDER = 'It needs an order, which the events of this trigger never bring: choose another trigger, or an action on the contact';

/** An action's name for `steps.<key>`: its own, or one made of its type and place. */
export const keyOf = ({ key, type }: ActionInput, index: number) => key ?? `${type.replaceAll(/\W/g, '_')}_${index + 1}`;

/** The paths an action's templates may name: the trigger's facts, and the outputs of the actions before it. */
class KnownPaths {
  constructor(
    private readonly facts: FactPaths,
    private readonly outputs: FactPaths,
  ) {}

  mistake(path: string[]): string | undefined {
    const paths = path[0] === 'steps' ? this.outputs : this.facts;
    return paths.has(path) ? undefined : paths.unknown(path);
  }
}

function countMistakes({ length }: ActionInput[]): Mistake[] {
  if (length >= 1 && length <= LIMITS.maxActions) return [];
  return [{ path: ['actions'], message: `An automation has 1 to ${LIMITS.maxActions} actions; this one has ${length}` }];
}

function keyMistakes({ key }: ActionSpec, earlier: ActionSpec[], index: number): Mistake[] {
  const path = ['actions', index, 'key'];
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(key)) return [{ path, message: 'Letters, digits and _ only, beginning with a letter, at most 64' }];
  const twin = earlier.findIndex((other) => other.key === key);
  return twin < 0 ? [] : [{ path, message: `Action ${twin + 1} already has the key "${key}"` }];
}

function delayMistakes({ delay }: ActionSpec, index: number): Mistake[] {
  if (delay === null) return [];
  const ms = parseDuration(delay);
  const path = ['actions', index, 'delay'];
  if (ms === undefined) return [{ path, message: `"${delay}" is not a delay: write a number and s, m, h or d, such as "30s", "5m", "2h" or "1d"` }];
  return ms > LIMITS.maxDelayMs ? [{ path, message: `A delay is at most ${LIMITS.maxDelay}; this is ${delay}` }] : [];
}

// What a placeholder will become is not known yet: a mistake that lies in its value is not one.
function paramMistakes(params: Json | undefined, description: ActionDescription): Mistake[] {
  const parsed = description.params.safeParse(params);
  const mistakes = (parsed.error?.issues ?? [])
    .map(({ path, message }) => ({ path: path as (string | number)[], message }))
    .filter(({ path }) => !hasPlaceholder(valueAt(params, path)) && valueAt(params, path) !== MASK);
  return [...mistakes, ...maskMistakes(params, description)];
}

function maskMistakes(params: Json | undefined, description: ActionDescription): Mistake[] {
  const mistakes: Mistake[] = [];
  mapSecrets(description, objectOr(params) ?? {}, (text, path) => {
    if (text === MASK) mistakes.push({ path, message: 'No value is kept that this could stand for, or it was given for another address: write it out' });
    return text;
  });
  return mistakes;
}

const hasPlaceholder = (value: unknown) => typeof value === 'string' && hasMarkup(value);

function templateMistakes(params: JsonObject, paths: KnownPaths | undefined): Mistake[] {
  const { mistakes, paths: read } = compiled(params);
  const unknown = read.flatMap(({ path, at }) => {
    const message = paths?.mistake(path);
    return message ? [{ path: at, message }] : [];
  });
  return [...mistakes, ...unknown];
}

function compiled(params: JsonObject): Pick<TemplateError, 'mistakes' | 'paths'> {
  try {
    return { mistakes: [], paths: compileTemplate(params).paths };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error;
  }
}
