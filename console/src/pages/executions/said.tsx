import type { Json } from '../../api/graphql.ts';
import { useText } from '../../text/text.tsx';
import type { StepShown } from './execution-query.ts';
import styles from './timeline.module.css';

/** What came of a step, in words: the branch it took and why, whether an event came, why it stopped. */
export function Said({ step }: { step: StepShown }) {
  const text = useText().execution;
  const { actionType, arm, output, status } = step;
  if (arm !== null) return <Taken arm={arm} reason={valueOf(output, 'reason')} />;
  if (status !== 'SUCCEEDED') return null;
  if (actionType === 'wait_for_event')
    return <p>{valueOf(output, 'matched') === true ? text.itCame : text.itDidNotCome}</p>;
  if (actionType !== 'stop') return null;
  return (
    <p>
      {text.endedHere} <bdi>{String(valueOf(output, 'reason'))}</bdi>
    </p>
  );
}

function Taken({ arm, reason }: { arm: string; reason: Json | undefined }) {
  const text = useText().execution;
  return (
    <>
      <p>
        {text.took} <b>{arm === 'otherwise' ? text.otherwise : <bdi>{arm}</bdi>}</b>
      </p>
      {reason !== undefined && (
        <p className={styles.quiet}>
          <bdi>{String(reason)}</bdi>
        </p>
      )}
    </>
  );
}

const valueOf = (output: Json, name: string): Json | undefined =>
  typeof output === 'object' && output !== null && !Array.isArray(output) ? output[name] : undefined;
