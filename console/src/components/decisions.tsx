import { Link } from 'wouter';
import { graphql, type ResultOf } from '../api/graphql.ts';
import { useLiveExecutions } from '../api/live-executions.ts';
import { useText } from '../text/text.tsx';
import styles from './decisions.module.css';
import { StatusBadge } from './status-badge.tsx';

/** The fields of a decision that are shown. */
export const DecisionParts = graphql(`
  fragment DecisionParts on Decision {
    automation {
      id
      name
    }
    outcome
    reason
    execution {
      id
      seq
      status
    }
  }
`);
type Decision = ResultOf<typeof DecisionParts>;

/** Each automation that listened to an event: its execution, live, or why it did not start. */
export function Decisions({ eventId, decisions }: { eventId: string; decisions: readonly Decision[] }) {
  const {
    crm: text,
    event: { outcomes },
  } = useText();
  const live = useLiveExecutions();
  if (decisions.length === 0) return <p className={styles.reason}>{text.nobodyListens}</p>;
  const started = decisions.filter(({ outcome }) => outcome === 'STARTED');
  const refused = decisions.filter(({ outcome }) => outcome !== 'STARTED');
  return (
    <ul className={styles.list}>
      {started.map(({ automation, execution }) => (
        <li key={automation.id}>
          {execution ? <Link href={`/executions/${execution.id}`}>{automation.name}</Link> : automation.name}
          {execution && <StatusBadge status={live.now(execution).status} />}
        </li>
      ))}
      {refused.map(({ automation, outcome, reason }) => (
        <li key={automation.id}>
          <span>
            {automation.name} <span className={styles.reason}>{outcomes[outcome]}</span>
          </span>
          {/* The trigger's config consists of ids, which the event's page shows; here the explanation is more useful. */}
          {outcome !== 'TRIGGER_CONFIG_MISMATCH' && <span className={styles.reason}>{reason}</span>}
          <Link href={`/events/${eventId}`} aria-label={text.whyOf(automation.name)}>
            {text.why}
          </Link>
        </li>
      ))}
    </ul>
  );
}
