import { compileConditions, type CompiledConditions } from '../../conditions/compile-conditions.js';
import type { FactPaths } from '../../platform/facts/fact-paths.js';
import { awaitedBy } from '../control/awaited-input.js';
import type { AwaitedEvents } from '../control/awaited-events.js';
import { compileStep, type CompiledStep } from '../control/compile-step.js';
import type { ActionSpec } from '../definition/definition.js';
import { layOut } from '../definition/flow.js';
import { FALLBACK_TYPE, type QuietHours, type Settings } from '../definition/settings.js';

/** An event that ends an execution, and the reason to show. */
interface CompiledStop {
  awaited: AwaitedEvents;
  reason: string;
}

/** The settings that concern an execution under way, compiled. */
export interface CompiledSettings {
  stopWhen: CompiledStop[];
  onlyWhile: CompiledConditions | null;
  quietHours: QuietHours | null;
  /** The template that is sent in place of a text. */
  fallback: CompiledStep | null;
}

/** Compiles checked settings; `facts` are those of the trigger. Throws if they are invalid. */
export function compileSettings(settings: Settings = {}, facts: FactPaths): CompiledSettings {
  const { stopWhen = [], onlyWhile = null, quietHours = null } = settings;
  return {
    stopWhen: stopWhen.map((stop) => ({ awaited: awaitedBy(stop), reason: stop.reason ?? `${stop.event} happened` })),
    onlyWhile: onlyWhile === null ? null : compileConditions(onlyWhile, facts),
    quietHours,
    fallback: quietHours?.fallback ? compiledFallback(quietHours.fallback, facts) : null,
  };
}

function compiledFallback(params: NonNullable<QuietHours['fallback']>, facts: FactPaths): CompiledStep {
  const spec: ActionSpec = { key: 'fallback', type: FALLBACK_TYPE, params, delay: null };
  const [placed] = layOut([spec]);
  return compileStep(placed!, facts);
}
