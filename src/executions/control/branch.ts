import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { compileConditions, conditionMistakes } from '../../conditions/compile-conditions.js';
import { within, type Mistake } from '../../kernel/errors.js';
import type { FactPaths } from '../../platform/facts/fact-paths.js';
import type { ArmSpec } from '../definition/definition.js';
import { OTHERWISE } from '../definition/flow.js';
import type { ControlStep } from './control-step.js';

const MOST_ARMS = 20;

const output = z.object({
  arm: z.string().meta({ title: 'Arm taken' }),
  reason: z.string().meta({ title: 'Why' }),
});

/** Takes the first arm whose conditions hold when an execution reaches it; otherwise, `otherwise`. */
export const branch: ControlStep = {
  type: 'branch',
  title: 'Branch',
  description: 'Continues with the first arm whose conditions are true now, then after the branch.',
  params: z.strictObject({}),
  rendered: [],
  output: () => output,
  check: ({ arms = [] }, facts) => ({
    mistakes: [
      ...countMistakes(arms),
      ...arms.flatMap((arm, index) => [
        ...within(['arms', index, 'name'], nameMistakes(arm, arms.slice(0, index))),
        ...within(
          ['arms', index, 'conditions'],
          [...requiredConditions(arm, facts), ...twinMistakes(arm, arms.slice(0, index))],
        ),
      ]),
    ],
  }),
  compile: ({ spec: { arms = [] }, arms: leadsTo }, facts) => {
    const compiled = arms.map(({ name, conditions }) => ({ name, conditions: compileConditions(conditions, facts) }));
    return {
      paths: compiled.flatMap(({ conditions }) => conditions.paths),
      decide: ({ scope }) => {
        const refused: string[] = [];
        for (const [index, { name, conditions }] of compiled.entries()) {
          const { matched, reason } = conditions.evaluate(scope);
          if (matched)
            return {
              status: 'succeeded',
              output: { arm: name, reason: inWords(refused, reason) },
              to: leadsTo[index]!,
            };
          refused.push(`not ${name}: ${reason}`);
        }
        return { status: 'succeeded', output: { arm: OTHERWISE, reason: inWords(refused) }, to: leadsTo.at(-1)! };
      },
    };
  },
};

const inWords = (refused: string[], taken?: string) =>
  [...(taken ? [taken] : []), ...refused].join('; ').slice(0, 2_000);

function countMistakes({ length }: ArmSpec[]): Mistake[] {
  if (length >= 1 && length <= MOST_ARMS) return [];
  return [{ path: ['arms'], message: `A branch has 1 to ${MOST_ARMS} arms; this one has ${length}` }];
}

function nameMistakes({ name }: ArmSpec, earlier: ArmSpec[]): Mistake[] {
  const length = [...name.trim()].length;
  if (length < 1 || length > 100) return [{ path: [], message: 'Must have 1 to 100 characters' }];
  if (name === OTHERWISE) return [{ path: [], message: `"${OTHERWISE}" is what is done when no arm is taken` }];
  return earlier.some((arm) => arm.name === name) ? [{ path: [], message: `Another arm is named "${name}"` }] : [];
}

const requiredConditions = ({ conditions }: ArmSpec, facts: FactPaths): Mistake[] =>
  conditions === null || conditions === undefined
    ? [{ path: [], message: 'Required: an arm has conditions' }]
    : conditionMistakes(conditions, facts);

function twinMistakes({ conditions }: ArmSpec, earlier: ArmSpec[]): Mistake[] {
  const twin = earlier.find((arm) => isDeepStrictEqual(arm.conditions, conditions));
  return twin ? [{ path: [], message: `Never taken: "${twin.name}" has the same conditions and comes first` }] : [];
}
