import type { Row, Scale, Span } from './time-scale.ts';
import styles from './timeline.module.css';

interface TrackProps {
  row: Row;
  scale: Scale;
  status: string;
}

const percent = (part: number) => `${(part * 100).toFixed(3)}%`;

/** When a step waited and when it ran, as a bar. */
export function Track({ row: { ran, waited }, scale, status }: TrackProps) {
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
