import { useEffect, useState } from 'react';
import { Card } from '../../components/page.tsx';
import { Duration } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import type { ExecutionWhole } from './execution-query.ts';
import { isNotTaken, NotTaken, runsOf } from './not-taken.tsx';
import { Step } from './step.tsx';
import { timelineOf } from './time-scale.ts';
import { Track } from './track.tsx';
import { Wait } from './wait.tsx';
import styles from './timeline.module.css';

/** The current time, updated once a second while the execution is running. */
function useNow(goesOn: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (!goesOn) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [goesOn]);
  return now;
}

/** The steps of an execution, each with its bar in time, its input, its output and its error. */
export function Timeline({ execution }: { execution: ExecutionWhole }) {
  const text = useText().execution;
  const now = useNow(execution.completedAt === null);
  const { queue, steps, scale } = timelineOf(execution, now);
  const at = execution.steps.findIndex(({ status }) => status === 'WAITING' || status === 'UNKNOWN');
  return (
    <Card title={text.steps}>
      {scale.collapsed.length > 0 && <p className={styles.quiet}>{text.idleHint}</p>}
      {execution.steps.length === 0 && <p className={styles.quiet}>{text.noSteps}</p>}
      <ol className={styles.steps}>
        <li className={styles.step}>
          <p className={styles.name}>{text.inQueue}</p>
          <Track row={{ ran: null, waited: queue }} scale={scale} status="QUEUED" />
          <p className={styles.length}>
            <Duration ms={queue.to - queue.from} />
          </p>
          {execution.status === 'QUEUED' && (
            <div className={styles.more}>
              <Wait execution={execution} whole />
            </div>
          )}
        </li>
        {runsOf(execution.steps).map((run) =>
          isNotTaken(run[0]!) ? (
            <NotTaken key={run[0]!.index} steps={run} />
          ) : (
            run.map((step) => (
              <Step key={step.index} step={step} row={steps[step.index]!} scale={scale}>
                {step.index === at && execution.status === 'SLEEPING' && <Wait execution={execution} whole />}
              </Step>
            ))
          ),
        )}
      </ol>
    </Card>
  );
}
