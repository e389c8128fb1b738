import { useText } from '../../text/text.tsx';
import type { StepShown } from './execution-query.ts';
import styles from './timeline.module.css';

/** Whether a step is in a branch that was not taken. */
export const isNotTaken = ({ skippedBecause }: StepShown) => skippedBecause === 'BRANCH_NOT_TAKEN';

/** The steps in their order, those next to each other that were not taken together. */
export function runsOf(steps: readonly StepShown[]): StepShown[][] {
  const runs: StepShown[][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last && isNotTaken(last[0]!) === isNotTaken(step)) last.push(step);
    else runs.push([step]);
  }
  return runs;
}

/** Steps that were not taken: their number and names, folded. */
export function NotTaken({ steps }: { steps: StepShown[] }) {
  const text = useText().execution;
  return (
    <li className={styles.untaken}>
      <details>
        <summary>{text.notTaken(steps.length)}</summary>
        <ol>
          {steps.map(({ index, key, actionType }) => (
            <li key={index}>
              {key} <code>{actionType}</code>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}
