import { useEffect, useState } from 'react';
import { JsonView } from '../../components/json-view.tsx';
import { Card } from '../../components/page.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Duration, durationText, Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import type { ExecutionWhole, StepShown } from './execution-query.ts';
import { timelineOf, type Row, type Scale, type Span } from './time-scale.ts';
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
        {execution.steps.map((step, index) => (
          <Step key={step.index} step={step} row={steps[index]!} scale={scale}>
            {index === at && execution.status === 'SLEEPING' && <Wait execution={execution} whole />}
          </Step>
        ))}
      </ol>
    </Card>
  );
}

/** Idle time of at least this length is labelled. */
const LONG_MS = 1_000;

interface StepProps {
  step: StepShown;
  row: Row;
  scale: Scale;
  children: React.ReactNode;
}

function Step({ step, row, scale, children }: StepProps) {
  const text = useText().execution;
  const idle = row.waited && scale.collapsed.find(({ from, to }) => from >= row.waited!.from && to <= row.waited!.to);
  const idleMs = idle ? idle.to - idle.from : 0;
  return (
    <li className={styles.step}>
      <p className={styles.name}>
        {step.key} <code className={styles.quiet}>{step.actionType}</code>
      </p>
      <Track row={row} scale={scale} status={step.status} />
      <p className={styles.length}>
        <StatusBadge status={step.status} />
        {step.durationMs !== null && <Duration ms={step.durationMs} />}
      </p>
      <div className={styles.more}>
        {step.skippedBecause && <p className={styles.quiet}>{text.skipped[step.skippedBecause]}</p>}
        {step.arm && <p>{step.arm === 'otherwise' ? text.tookNone : text.took(step.arm)}</p>}
        {(step.attempts > 1 || idleMs >= LONG_MS) && (
          <p className={styles.quiet}>
            {[step.attempts > 1 && text.attempts(step.attempts), idleMs >= LONG_MS && text.idle(durationText(idleMs))]
              .filter(Boolean)
              .join(' · ')}
          </p>
        )}
        {children}
        {step.error && (
          <p className={styles.error}>
            <code>{step.error.code}</code> {step.error.message}
            {!step.error.retryable && ` (${text.notRetryable})`}
          </p>
        )}
        <Values step={step} />
      </div>
    </li>
  );
}

/** The start, input and output of a step, folded initially. */
function Values({ step }: { step: StepShown }) {
  const text = useText().execution;
  const values = [
    [text.input, step.input],
    [text.output, step.output],
  ] as const;
  if (!step.startedAt) return null;
  return (
    <div className={styles.values}>
      <span className={styles.quiet}>
        <Time at={step.startedAt} seconds />
      </span>
      {values.map(
        ([name, value]) =>
          value !== null && (
            <details key={name}>
              <summary>{name}</summary>
              <JsonView value={value} label={`${name}: ${step.key}`} />
            </details>
          ),
      )}
    </div>
  );
}

const percent = (part: number) => `${(part * 100).toFixed(3)}%`;

function Track({ row: { ran, waited }, scale, status }: { row: Row; scale: Scale; status: string }) {
  const look = ({ from, to }: Span) => {
    const start = scale.place(from);
    return { insetInlineStart: percent(start), inlineSize: percent(scale.place(to) - start) };
  };
  return (
    <div className={styles.track} aria-hidden="true">
      {waited && <span className={styles.waited} style={look(waited)} />}
      {ran && <span className={`${styles.ran} ${styles[status] ?? ''}`} style={look(ran)} />}
    </div>
  );
}
