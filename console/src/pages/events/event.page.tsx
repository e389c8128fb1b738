import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useLiveExecutions } from '../../api/live-executions.ts';
import { useApi } from '../../api/queries.ts';
import { useSubscription } from '../../api/socket.ts';
import { ActorName } from '../../components/actor.tsx';
import { DecisionCounts } from '../../components/decision-counts.tsx';
import { JsonView } from '../../components/json-view.tsx';
import { Card, Facts, Page } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { StatusBadge, type Status } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { NamesQuery, namesOf, type Names } from '../automations/automation-query.ts';
import { Chain } from './chain.tsx';
import { hasSubject, Subject } from './subject.tsx';
import styles from './event.module.css';

const EventQuery = graphql(`
  query Event($id: ID!) {
    event(id: $id) {
      id
      type
      occurredAt
      payload
      actor {
        type
        id
        name
      }
      rootEventId
      executionId
      cascadeDepth
      startsNothing
      decisions {
        outcome
        reason
        automation {
          id
          name
        }
        execution {
          id
          status
          seq
        }
      }
    }
  }
`);
export type EventShown = ResultOf<typeof EventQuery>['event'];

const Decided = graphql(`
  subscription ThisEventDecided($types: [String!]) {
    eventDecided(types: $types) {
      id
    }
  }
`);

/** The event, refetched once it is decided: it may be opened between its commit and its decisions. */
function useEvent(id: string) {
  const query = useApi(EventQuery, { id });
  const event = query.data?.event;
  const isNew = event?.decisions.length === 0;
  useSubscription(Decided, event && isNew ? { types: [event.type] } : null, ({ eventDecided }) => {
    if (eventDecided.id === id) void query.refetch();
  });
  return { ...query, event };
}

/** One event: its data, its cause, and the decision of every automation that listened. */
export function EventPage({ params }: { params: { id?: string } }) {
  const text = useText();
  const { event, error, refetch } = useEvent(params.id ?? '');
  if (event) return <Shown event={event} />;
  return (
    <Page title={text.events.title}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading />}
    </Page>
  );
}

function Shown({ event }: { event: EventShown }) {
  const { event: text, events } = useText();
  return (
    <Page title={event.type} lead={<Time at={event.occurredAt} seconds />}>
      <Card>
        <Facts
          of={[
            [events.actor, <ActorName key="actor" actor={event.actor} />],
            [text.about, hasSubject(event.payload) ? <Subject payload={event.payload} /> : null],
            [events.automations, <DecisionCounts key="counts" decisions={event.decisions} />],
            [text.id, <code key="id">{event.id}</code>],
          ]}
        />
      </Card>
      <Decisions of={event.decisions} nobody={event.startsNothing ? text.startsNothing : text.nobody} />
      <Card title={text.cause}>
        <Chain event={event} />
      </Card>
      <Card title={text.payload}>
        <JsonView value={event.payload} label={`${text.payload}: ${event.type}`} />
      </Card>
    </Page>
  );
}

const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

/** A reason with the names of the pipelines, stages and tags whose ids it holds. */
const readable = (reason: string, names: Names | undefined) => reason.replace(ID, (id) => names?.get(id) ?? id);

function Decisions({ of, nobody }: { of: EventShown['decisions']; nobody: string }) {
  const { event: text, execution: words, status } = useText();
  const live = useLiveExecutions();
  const found = useApi(
    NamesQuery,
    {},
    { enabled: of.some(({ outcome }) => outcome === 'TRIGGER_CONFIG_MISMATCH') },
  ).data;
  const names = found && namesOf(found);
  const nameOf = (execution: { id: string; seq: number; status: Status }) =>
    `${words.one}: ${status[live.now(execution).status]}`;
  return (
    <Card title={text.decisions}>
      {of.length === 0 && <p>{nobody}</p>}
      <ul className={styles.decisions}>
        {of.map(({ automation, outcome, reason, execution }) => (
          <li key={automation.id} className={outcome === 'STARTED' ? styles.started : styles.refused}>
            <p className={styles.head}>
              <Link href={`/automations/${automation.id}`}>{automation.name}</Link>
              {execution && (
                <Link href={`/executions/${execution.id}`} aria-label={nameOf(execution)} className={styles.execution}>
                  <StatusBadge status={live.now(execution).status} />
                </Link>
              )}
            </p>
            <p className={styles.outcome}>{text.outcomes[outcome]}</p>
            <p className={styles.reason}>{readable(reason, names)}</p>
            {outcome === 'STARTED' && !execution && <p className={styles.reason}>{text.executionGone}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
