import { z } from 'zod';
import { ACTIONS } from '../../actions/actions.js';
import type { FactPaths } from '../../platform/facts/fact-paths.js';
import { compileTemplate, type CompiledTemplate } from '../../platform/templates/compile-template.js';
import type { ActionSpec } from '../definition/definition.js';
import type { Placed } from '../definition/flow.js';
import type { Control } from './control-step.js';
import { CONTROL_STEPS } from './control-steps.js';

/** A compiled step. */
export interface CompiledStep {
  params: Pick<CompiledTemplate, 'render' | 'isConstant'>;
  /** Null for an action. */
  control: Control | null;
  /** The fact paths that it reads. */
  paths: string[][];
}

/** Compiles a checked step; `facts` are those of the trigger. Throws if it is invalid. */
export function compileStep(placed: Placed, facts: FactPaths): CompiledStep {
  const { spec, before } = placed;
  const step = CONTROL_STEPS.get(spec.type);
  const params = compileTemplate(step ? renderedOf(spec, step.rendered) : spec.params);
  const read = params.paths.map(({ path }) => path);
  if (!step) return { params, control: null, paths: read };
  const control = step.compile(placed, withOutputs(facts, before));
  const render: CompiledTemplate['render'] = (scope) => ({ ...spec.params, ...(params.render(scope) as object) });
  return { params: { render, isConstant: params.isConstant }, control, paths: [...read, ...control.paths] };
}

/** The params that may contain placeholders. */
export const renderedOf = ({ params }: ActionSpec, names: readonly string[]): ActionSpec['params'] =>
  Object.fromEntries(Object.entries(params).filter(([name]) => names.includes(name)));

/** The facts, and under `steps` the outputs of the steps before. */
export function withOutputs(facts: FactPaths, before: readonly Placed[]): FactPaths {
  const shape = before.flatMap(({ spec }) => {
    const output = ACTIONS.get(spec.type)?.description.output ?? CONTROL_STEPS.get(spec.type)?.output(spec.params);
    return output ? [[spec.key, z.object({ output })] as const] : [];
  });
  return facts.with({ steps: { title: 'Earlier actions', schema: z.object(Object.fromEntries(shape)) } });
}
