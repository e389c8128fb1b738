import { useText } from '../text/text.tsx';
import styles from './decision-counts.module.css';

/** How many automations an event started, and how many listened but did not start. */
export function DecisionCounts({ decisions }: { decisions: readonly { outcome: string }[] }) {
  const text = useText().events;
  const started = decisions.filter(({ outcome }) => outcome === 'STARTED').length;
  const refused = decisions.length - started;
  if (decisions.length === 0) return <span className={styles.nobody}>{text.nobody}</span>;
  return (
    <span className={styles.counts}>
      {started > 0 && <span className={styles.started}>{text.started(started)}</span>}
      {refused > 0 && <span className={styles.refused}>{text.refused(refused)}</span>}
    </span>
  );
}
