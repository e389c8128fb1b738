import { JsonView } from '../../components/json-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Duration, durationText, Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import type { StepShown } from './execution-query.ts';
import { Said } from './said.tsx';
import type { Row, Scale } from './time-scale.ts';
import { Track } from './track.tsx';
import styles from './timeline.module.css';

/** Idle time of at least this length is labelled. */
const LONG_MS = 1_000;

interface StepProps {
  step: StepShown;
  row: Row;
  scale: Scale;
  children: React.ReactNode;
}

/** A step with its bar in time, what came of it, its input, its output and its error. */
export function Step({ step, row, scale, children }: StepProps) {
  const text = useText().execution;
  const idle = row.waited && scale.collapsed.find(({ from, to }) => from >= row.waited!.from && to <= row.waited!.to);
  const idleMs = idle ? idle.to - idle.from : 0;
  return (
    <li className={styles.step}>
      <p className={styles.name}>
        {step.key} <code className={styles.quiet}>{step.actionType}</code>
      </p>
      {step.skippedBecause ? (
        <p className={styles.why}>{text.skipped[step.skippedBecause]}</p>
      ) : (
        <Track row={row} scale={scale} status={step.status} />
      )}
      <p className={styles.length}>
        <StatusBadge status={step.status} />
        {step.durationMs !== null && <Duration ms={step.durationMs} />}
      </p>
      <div className={styles.more}>
        {(step.attempts > 1 || idleMs >= LONG_MS) && (
          <p className={styles.quiet}>
            {[step.attempts > 1 && text.attempts(step.attempts), idleMs >= LONG_MS && text.idle(durationText(idleMs))]
              .filter(Boolean)
              .join(' · ')}
          </p>
        )}
        {children}
        <Said step={step} />
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
