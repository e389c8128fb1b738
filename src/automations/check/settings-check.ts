import { Injectable } from '@nestjs/common';
import { conditionMistakes } from '../../conditions/compile-conditions.js';
import { within, type Mistake } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { checkAwaited, normalizedConfig } from '../../executions/control/awaited-input.js';
import { FALLBACK_TYPE, settingsSchema, type Settings } from '../../executions/definition/settings.js';
import { ActionsCheck, type Brought } from './actions-check.js';
import { referencesIn, type FoundReference } from './reference-check.js';
import { placeholderInParam, textMistakes } from './text-mistakes.js';

/** The result of checking settings. */
interface CheckedSettings {
  /** Undefined if there are none. */
  settings: Settings | undefined;
  references: FoundReference[];
  mistakes: Mistake[];
}

/** Finds every mistake in the settings of an automation. */
@Injectable()
export class SettingsCheck {
  constructor(private readonly actions: ActionsCheck) {}

  /** Checks settings, null for none; what they read is checked only if the trigger's facts are known. */
  check(given: Json | undefined, under: Brought | undefined): CheckedSettings {
    const facts = under?.facts;
    const { data, error } = settingsSchema.safeParse(given ?? {});
    if (!data) {
      const mistakes = error.issues.map(({ path, message }) => ({ path: path as Mistake['path'], message }));
      return { settings: undefined, references: [], mistakes: within(['settings'], mistakes) };
    }
    const settings = normalized(data);
    const stops = (settings.stopWhen ?? []).map((stop, index) => ({ ...checkAwaited(stop), at: ['stopWhen', index] }));
    const fallback = this.fallback(settings, under);
    const mistakes = [
      ...textMistakes(withoutFallback(settings), placeholderInParam),
      ...stops.flatMap(({ mistakes: found, at }) => within(at, found)),
      ...(facts && settings.onlyWhile !== undefined
        ? within(['onlyWhile'], conditionMistakes(settings.onlyWhile, facts))
        : []),
      ...fallback.mistakes,
    ];
    const references = stops.flatMap(({ references: found, at }) =>
      found ? referencesIn(found.schema, found.value, ['settings', ...at, ...found.path]) : [],
    );
    return {
      settings: Object.keys(settings).length > 0 ? settings : undefined,
      references: [...references, ...fallback.references],
      mistakes: within(['settings'], mistakes),
    };
  }

  // As an action at the beginning, it reads the trigger's facts and no outputs.
  private fallback({ quietHours }: Settings, under: Brought | undefined) {
    if (!quietHours?.fallback) return { mistakes: [], references: [] };
    const action = { key: 'fallback', type: FALLBACK_TYPE, params: quietHours.fallback };
    const { mistakes, references } = this.actions.check([action], under);
    const at = ['quietHours', 'fallback'];
    return {
      mistakes: mistakes.map(({ path, message }) => ({ path: [...at, ...path.slice(3)], message })),
      references: references.map((found) => ({ ...found, path: ['settings', ...at, ...found.path.slice(3)] })),
    };
  }
}

const normalized = ({ stopWhen, ...settings }: Settings): Settings => ({
  ...settings,
  ...(stopWhen && {
    stopWhen: stopWhen.map((stop) => ({ ...stop, config: normalizedConfig(stop.event, stop.config) as JsonObject })),
  }),
});

const withoutFallback = ({ quietHours, ...settings }: Settings) => ({
  ...settings,
  quietHours: quietHours && { ...quietHours, fallback: undefined },
});

/** The conditions in settings, to be counted. */
export const conditionsIn = (settings: Json | undefined): unknown[] => {
  const { stopWhen, onlyWhile } = (settings ?? {}) as { stopWhen?: unknown; onlyWhile?: unknown };
  const stops: unknown[] = Array.isArray(stopWhen) ? stopWhen : [];
  return [onlyWhile, ...stops.map((stop) => (stop as { conditions?: unknown } | null)?.conditions)];
};
