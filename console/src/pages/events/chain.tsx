import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useLiveExecutions } from '../../api/live-executions.ts';
import { useApi } from '../../api/queries.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useText } from '../../text/text.tsx';
import type { EventShown } from './event.page.tsx';
import styles from './event.module.css';

const Cause = graphql(`
  query EventCause($executionId: ID!) {
    execution(id: $executionId) {
      id
      status
      seq
      automation {
        id
        name
      }
      event {
        id
        type
      }
    }
  }
`);
type CauseShown = ResultOf<typeof Cause>['execution'];

/** The execution that caused an event, the event that started it, and the original change. */
export function Chain({ event }: { event: EventShown }) {
  const text = useText().event;
  const executionId = event.executionId ?? '';
  const { data, error } = useApi(Cause, { executionId }, { enabled: executionId !== '' });
  if (!executionId) return <p>{text.outside}</p>;
  const cause = data?.execution;
  return (
    <ul className={styles.chain}>
      {error && <li>{error.code === 'NOT_FOUND' ? text.byExecutionGone : error.message}</li>}
      {cause && <CausedBy execution={cause} />}
      <Root event={event} isNamed={[event.id, cause?.event?.id].includes(event.rootEventId)} />
    </ul>
  );
}

function CausedBy({ execution }: { execution: CauseShown }) {
  const text = useText().event;
  const { status } = useLiveExecutions().now(execution);
  return (
    <li>
      {text.byExecution} <Link href={`/executions/${execution.id}`}>{execution.automation.name}</Link>{' '}
      <StatusBadge status={status} />
      {execution.event && (
        <>
          , {text.startedBy} <Link href={`/events/${execution.event.id}`}>{execution.event.type}</Link>
        </>
      )}
    </li>
  );
}

/** The original change of the chain, unless it is already named, and its distance. */
function Root({ event: { rootEventId, cascadeDepth }, isNamed }: { event: EventShown; isNamed: boolean }) {
  const text = useText().event;
  return (
    <>
      {!isNamed && (
        <li>
          <Link href={`/events/${rootEventId}`}>{text.root}</Link>
        </li>
      )}
      {cascadeDepth > 0 && <li>{text.depth(cascadeDepth)}</li>}
    </>
  );
}
