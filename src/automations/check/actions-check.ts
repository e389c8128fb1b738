import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ActionRegistry } from '../../actions/action-registry.service.js';
import type { ActionDescription } from '../../actions/action.js';
import { mapSecrets, MASK } from '../../actions/secret-params.js';
import { parseDuration } from '../../kernel/duration.js';
import { MOST_MISTAKES, type Mistake } from '../../kernel/errors.js';
import { valueAt, type Json, type JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import type { ActionSpec } from '../../executions/definition/definition.js';
import { FactPaths } from '../../platform/facts/fact-paths.js';
import { lowerCaseReferences } from '../../platform/facts/reference.js';
import { compileTemplate } from '../../platform/templates/compile-template.js';
import { hasMarkup } from '../../platform/templates/compile-text.js';
import { TemplateError } from '../../platform/templates/template-error.js';
import { objectOr, type ActionInput } from '../store/automation.js';
import { referencesIn, type FoundReference } from './reference-check.js';

/** The result of checking a list of actions. */
export interface CheckedActions {
  specs: ActionSpec[];
  references: FoundReference[];
  mistakes: Mistake[];
}

/** Finds every mistake in the actions of an automation. */
@Injectable()
export class ActionsCheck {
  constructor(private readonly registry: ActionRegistry) {}

  /** Checks the actions; paths in templates are checked only if the trigger's facts are known. */
  check(inputs: ActionInput[], facts: FactPaths | undefined): CheckedActions {
    const specs = inputs.map((input, index) => ({
      key: keyOf(input, index),
      type: input.type,
      params: this.paramsOf(input),
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
      if (found.length === 0 && facts && !facts.has(['order']) && known.needsOrder?.(spec.params))
        mistakes.push({ path: ['actions', index, 'type'], message: NO_ORDER });
      const paths = facts ? new KnownPaths(facts, this.outputsOf(earlier)) : undefined;
      mistakes.push(
        ...[...found, ...templateMistakes(spec.params, paths, MOST_MISTAKES - mistakes.length)].map(
          ({ path, message }) => ({ path: [...at, ...path], message }),
        ),
      );
      references.push(...referencesIn(known.params, spec.params, at));
    });
    return { specs, references, mistakes };
  }

  private paramsOf({ type, params: given }: ActionInput): JsonObject {
    const schema = this.registry.find(type)?.description.params;
    const params = objectOr(given, schema) ?? {};
    return schema ? lowerCaseReferences(schema, params) : params;
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

const NO_ORDER =
  'This action requires an order, but events of this trigger have none: choose another trigger, or an action on the contact';

/** An action's name in `steps.<key>`: its own key, or one derived from its type and position. */
export const keyOf = ({ key, type }: ActionInput, index: number) =>
  key ?? `${type.replaceAll(/\W/g, '_')}_${index + 1}`;

/** The paths that an action's templates may use: the trigger's facts, and the outputs of earlier actions. */
class KnownPaths {
  constructor(
    private readonly facts: FactPaths,
    private readonly outputs: FactPaths,
  ) {}

  has(path: string[]): boolean {
    return this.of(path).has(path);
  }

  unknown(path: string[]): string {
    return this.of(path).unknown(path);
  }

  private of([root]: string[]): FactPaths {
    return root === 'steps' ? this.outputs : this.facts;
  }
}

function countMistakes({ length }: ActionInput[]): Mistake[] {
  if (length >= 1 && length <= LIMITS.maxActions) return [];
  return [
    { path: ['actions'], message: `An automation has 1 to ${LIMITS.maxActions} actions; this one has ${length}` },
  ];
}

function keyMistakes({ key }: ActionSpec, earlier: ActionSpec[], index: number): Mistake[] {
  const path = ['actions', index, 'key'];
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(key))
    return [{ path, message: 'Use only letters, digits and _, beginning with a letter, at most 64 characters' }];
  const twin = earlier.findIndex((other) => other.key === key);
  return twin < 0 ? [] : [{ path, message: `Action ${twin + 1} already has the key "${key}"` }];
}

function delayMistakes({ delay }: ActionSpec, index: number): Mistake[] {
  if (delay === null) return [];
  const ms = parseDuration(delay);
  const path = ['actions', index, 'delay'];
  if (ms === undefined)
    return [
      {
        path,
        message: `"${delay}" is not a delay: write a number and s, m, h or d, such as "30s", "5m", "2h" or "1d"`,
      },
    ];
  return ms > LIMITS.maxDelayMs ? [{ path, message: `A delay is at most ${LIMITS.maxDelay}; this is ${delay}` }] : [];
}

function paramMistakes(params: Json | undefined, description: ActionDescription): Mistake[] {
  const parsed = description.params.safeParse(params);
  const mistakes = (parsed.error?.issues ?? [])
    .filter((issue) => isCertain(issue) || !isOpen(valueAt(params, issue.path as Mistake['path'])))
    .map(({ path, message }) => ({ path: path as Mistake['path'], message }));
  return [...mistakes, ...maskMistakes(params, description)];
}

// The value of a placeholder or a mask is not known yet, so such a value cannot be wrong yet.
const isOpen = (value: unknown) => value === MASK || hasPlaceholder(value);

// Names contain no placeholders, and some issues are marked as independent of placeholders.
const isCertain = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_key' || (issue.code === 'custom' && issue.params?.certain === true);

function maskMistakes(params: Json | undefined, description: ActionDescription): Mistake[] {
  const mistakes: Mistake[] = [];
  mapSecrets(description, objectOr(params) ?? {}, (text, path) => {
    if (text === MASK)
      mistakes.push({
        path,
        message: 'There is no stored secret for this mask, or it was stored for another address: enter the secret',
      });
    return text;
  });
  return mistakes;
}

const hasPlaceholder = (value: unknown) => typeof value === 'string' && hasMarkup(value);

// Finding the closest path is expensive: it is done for listed mistakes; the others are only counted.
function templateMistakes(params: JsonObject, paths: KnownPaths | undefined, room: number): Mistake[] {
  const { mistakes, paths: read } = compiled(params);
  const unknown = paths ? read.filter(({ path }) => !paths.has(path)) : [];
  return [
    ...mistakes,
    ...unknown.map(({ path, at }, index) => ({
      path: at,
      message: index < room ? paths!.unknown(path) : 'Unknown path',
    })),
  ];
}

function compiled(params: JsonObject): Pick<TemplateError, 'mistakes' | 'paths'> {
  try {
    return { mistakes: [], paths: compileTemplate(params).paths };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error;
  }
}
