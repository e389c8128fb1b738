import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ActionRegistry } from '../../actions/action-registry.service.js';
import type { ActionDescription } from '../../actions/action.js';
import { mapSecrets, MASK } from '../../actions/secret-params.js';
import type { Subject } from '../../crm/subjects.js';
import { parseDuration } from '../../kernel/duration.js';
import { MOST_MISTAKES, within, type Mistake } from '../../kernel/errors.js';
import { valueAt, type Json, type JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { renderedOf, withOutputs } from '../../executions/control/compile-step.js';
import type { ControlStep } from '../../executions/control/control-step.js';
import { CONTROL_STEPS } from '../../executions/control/control-steps.js';
import type { ActionSpec } from '../../executions/definition/definition.js';
import { layOut, stepsOf, type Placed } from '../../executions/definition/flow.js';
import type { FactPaths } from '../../platform/facts/fact-paths.js';
import { lowerCaseReferences } from '../../platform/facts/reference.js';
import { compileTemplate } from '../../platform/templates/compile-template.js';
import { hasMarkup } from '../../platform/templates/compile-text.js';
import { TemplateError } from '../../platform/templates/template-error.js';
import { objectOr, type ActionInput } from '../store/automation.js';
import { needMistakes, type Needs } from './needs-check.js';
import { referencesIn, type FoundReference } from './reference-check.js';
import { placeholderInCondition, placeholderInParam, textMistakes } from './text-mistakes.js';

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

  /** Checks the steps; what they read and require is checked only if the trigger is known. */
  check(inputs: ActionInput[], under: Brought | undefined): CheckedActions {
    const wrongCount = countMistakes(stepsOf(inputs).length);
    if (wrongCount.length > 0) return { specs: [], references: [], mistakes: wrongCount };
    const specs = this.specsOf(inputs, { position: 0 });
    const given = stepsOf(inputs);
    const checked: CheckedActions = { specs, references: [], mistakes: [] };
    const placed = layOut(specs);
    placed.forEach((step, position) => {
      const { mistakes, references } = this.checkStep(step, given[position]!, {
        earlier: placed.slice(0, position),
        facts: under && withOutputs(under.facts, step.before),
        brought: under?.subjects,
        room: MOST_MISTAKES - checked.mistakes.length,
      });
      const at = ['actions', ...step.path];
      checked.mistakes.push(...within(at, mistakes));
      checked.references.push(...references.map((found) => ({ ...found, path: [...at, ...found.path] })));
    });
    return checked;
  }

  private checkStep(step: Placed, given: ActionInput, around: Surroundings): CheckedStep {
    const { spec } = step;
    const mistakes = [...keyMistakes(spec, around.earlier), ...delayMistakes(spec), ...shapeMistakes(step)];
    const params = objectOr(given.params) ? spec.params : given.params;
    const { mistakes: found, references = [] } = this.checkParams(spec, params, {
      ...around,
      room: around.room - mistakes.length,
    });
    return { mistakes: [...mistakes, ...found], references };
  }

  private checkParams(spec: ActionSpec, params: Json | undefined, around: Surroundings): CheckedParams {
    const control = CONTROL_STEPS.get(spec.type);
    const missing = (needs: Needs | undefined) =>
      around.brought ? needMistakes(needs, spec.params, around.brought) : [];
    if (control) return withMistakes(missing(control.needs), controlMistakes(control, { spec, params }, around));
    const description = this.registry.find(spec.type)?.description;
    if (!description) return { mistakes: [{ path: ['type'], message: this.unknown(spec.type) }] };
    const found = paramMistakes(params, description);
    return {
      mistakes: [
        ...(found.length === 0 ? missing(description.needs) : []),
        ...within(['params'], [...found, ...templateMistakes(spec.params, around.facts, around.room)]),
      ],
      references: referencesIn(description.params, spec.params, ['params']),
    };
  }

  private specsOf(inputs: ActionInput[], counted: { position: number }): ActionSpec[] {
    return inputs.map((input) => {
      const spec = {
        key: keyOf(input, counted.position),
        type: input.type,
        params: this.paramsOf(input),
        delay: input.delay || null,
      };
      counted.position += 1;
      if (input.type !== BRANCH && !input.arms && !input.otherwise) return spec;
      const arms = (input.arms ?? []).map(({ name, conditions = null, actions }) => ({
        ...{ name, conditions },
        actions: this.specsOf(actions, counted),
      }));
      return { ...spec, arms, otherwise: this.specsOf(input.otherwise ?? [], counted) };
    });
  }

  private paramsOf({ type, params: given }: ActionInput): JsonObject {
    const control = CONTROL_STEPS.get(type);
    const schema = control?.params ?? this.registry.find(type)?.description.params;
    const params = objectOr(given, schema) ?? {};
    if (control) return control.normalized?.(params) ?? params;
    return schema ? lowerCaseReferences(schema, params) : params;
  }

  private unknown(type: string): string {
    return `Unknown action "${type}". Known: ${[...this.registry.types(), ...CONTROL_STEPS.keys()].join(', ')}`;
  }
}

/** What a trigger brings to the steps. */
export interface Brought {
  facts: FactPaths;
  subjects: readonly Subject[];
}

/** What was found in a step, by the path in it. */
type CheckedStep = Pick<CheckedActions, 'mistakes' | 'references'>;
type CheckedParams = Pick<CheckedActions, 'mistakes'> & Partial<CheckedStep>;

/** What a step is checked against. */
interface Surroundings {
  /** All steps written before it. */
  earlier: Placed[];
  /** The trigger's facts and the outputs of the steps certainly done before it, if the trigger is known. */
  facts: FactPaths | undefined;
  /** What the trigger's events are about, if it is known. */
  brought: readonly Subject[] | undefined;
  /** How many more mistakes are listed. */
  room: number;
}

const BRANCH = 'branch';

const withMistakes = (mistakes: Mistake[], found: CheckedParams): CheckedParams => ({
  ...found,
  mistakes: [...mistakes, ...found.mistakes],
});

/** An action's name in `steps.<key>`: its own key, or one derived from its type and position. */
export const keyOf = ({ key, type }: ActionInput, index: number) =>
  key ?? `${type.replaceAll(/\W/g, '_')}_${index + 1}`;

function countMistakes(count: number): Mistake[] {
  if (count >= 1 && count <= LIMITS.maxActions) return [];
  return [{ path: ['actions'], message: `An automation has 1 to ${LIMITS.maxActions} actions; this one has ${count}` }];
}

function shapeMistakes({ spec, depth }: Placed): Mistake[] {
  if (spec.type !== BRANCH)
    return spec.arms ? [{ path: ['type'], message: 'Only a branch has arms and otherwise' }] : [];
  const tooDeep = {
    path: ['type'],
    message: `Branches can be nested ${LIMITS.maxBranchDepth} deep; this one is deeper`,
  };
  return [
    ...(depth >= LIMITS.maxBranchDepth ? [tooDeep] : []),
    ...spec.arms!.flatMap(({ conditions }, index) =>
      textMistakes(conditions, placeholderInCondition, ['arms', index, 'conditions']),
    ),
  ];
}

function controlMistakes(
  step: ControlStep,
  { spec, params }: { spec: ActionSpec; params: Json | undefined },
  { facts, room }: Surroundings,
): CheckedParams {
  const { error } = step.params.safeParse(params);
  const issues = (error?.issues ?? []).map(({ path, message }) => ({ path: path as Mistake['path'], message }));
  const fixed = Object.entries(objectOr(params) ?? {}).filter(([name]) => !step.rendered.includes(name));
  const { mistakes = [], references } = (facts && step.check?.(spec, facts)) ?? {};
  return {
    mistakes: [
      ...within(
        ['params'],
        [
          ...issues,
          ...textMistakes(Object.fromEntries(fixed), placeholderInParam),
          ...templateMistakes(renderedOf(spec, step.rendered), facts, room),
        ],
      ),
      ...mistakes,
    ],
    references: references && referencesIn(references.schema, references.value, references.path),
  };
}

function keyMistakes({ key }: ActionSpec, earlier: Placed[]): Mistake[] {
  const path = ['key'];
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(key))
    return [{ path, message: 'Use only letters, digits and _, beginning with a letter, at most 64 characters' }];
  const twin = earlier.findIndex(({ spec }) => spec.key === key);
  return twin < 0 ? [] : [{ path, message: `Action ${twin + 1} already has the key "${key}"` }];
}

function delayMistakes({ delay }: ActionSpec): Mistake[] {
  if (delay === null) return [];
  const ms = parseDuration(delay);
  const path = ['delay'];
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
function templateMistakes(params: JsonObject, paths: FactPaths | undefined, room: number): Mistake[] {
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
