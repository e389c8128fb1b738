import { Link } from 'wouter';
import { graphql } from '../../api/graphql.ts';
import { EventRowParts } from '../../api/live-events.ts';
import { useApiList } from '../../api/queries.ts';
import { useRefreshOn } from '../../api/refresh.ts';
import { ActorName } from '../../components/actor.tsx';
import { useEventColumns } from '../../components/event-columns.tsx';
import { List } from '../../components/list.tsx';
import { Card, Facts, Page } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Duration, Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { Actions } from './actions.tsx';
import { useExecution, type ExecutionWhole } from './execution-query.ts';
import { Timeline } from './timeline.tsx';
import { Wait } from './wait.tsx';
import styles from './execution.module.css';

const Effects = graphql(
  `
    query ExecutionEffects($id: ID!, $after: String) {
      execution(id: $id) {
        id
        effects(first: 20, after: $after) {
          edges {
            node {
              ...EventRowParts
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [EventRowParts],
);

/** One execution, live: its status and cause, the result of each step, and its effects. */
export function ExecutionPage({ params }: { params: { id?: string } }) {
  const text = useText().execution;
  const { data, error, refetch } = useExecution(params.id ?? '');
  const execution = data?.execution;
  return (
    <Page
      title={execution ? text.title(execution.automation.name) : text.one}
      lead={
        execution && (
          <span className={styles.lead}>
            <span role="status">
              <StatusBadge status={execution.status} />
            </span>
            <Wait execution={execution} whole={false} />
          </span>
        )
      }
      actions={execution && <Actions execution={execution} />}
    >
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!execution && !error && <Loading />}
      {execution && <Shown execution={execution} />}
    </Page>
  );
}

function Shown({ execution }: { execution: ExecutionWhole }) {
  const text = useText().execution;
  const whyItEnded = execution.status === 'CANCELLED' ? text.wasCancelled : text.failed;
  return (
    <>
      {execution.cancelRequested && execution.completedAt === null && (
        <p className={styles.notice} role="status">
          {text.cancelAsked}
        </p>
      )}
      {execution.error && (
        <section className={styles.failure} aria-label={whyItEnded}>
          <h2>{whyItEnded}</h2>
          <p>
            <code>{execution.error.code}</code> {execution.error.message}
          </p>
        </section>
      )}
      <Warnings of={execution.warnings} />
      <Header execution={execution} />
      <Timeline execution={execution} />
      <EffectsList execution={execution} />
    </>
  );
}

/** Later failures of actions that had succeeded, such as a message that was not delivered. */
function Warnings({ of }: { of: ExecutionWhole['warnings'] }) {
  const text = useText().execution;
  if (of.length === 0) return null;
  return (
    <section className={styles.warnings} aria-label={text.warnings}>
      <h2>{text.warnings}</h2>
      <ul>
        {of.map(({ at, stepKey, code, message }) => (
          <li key={`${stepKey} ${at}`}>
            <b>{stepKey}</b> <code>{code}</code> {message}{' '}
            <span className={styles.quiet}>
              <Time at={at} seconds />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Header({ execution }: { execution: ExecutionWhole }) {
  const { execution: text, executions, events } = useText();
  const { automation, cause, durationMs } = execution;
  const time = (at: string | null) => at && <Time at={at} seconds />;
  return (
    <Card>
      <Facts
        of={[
          [
            executions.automation,
            <span key="automation">
              <Link href={`/automations/${automation.id}`}>{automation.name}</Link>,{' '}
              <span className={styles.together}>{text.version(execution.automationVersion)}</span>
            </span>,
          ],
          [
            text.startedBy,
            cause.event ? <Link href={`/events/${cause.event.id}`}>{cause.event.type}</Link> : text.eventGone,
          ],
          [events.actor, cause.event && <ActorName actor={cause.event.actor} />],
          [
            text.parent,
            cause.execution && (
              <Link href={`/executions/${cause.execution.id}`}>{cause.execution.automation.name}</Link>
            ),
          ],
          [text.queued, time(execution.queuedAt)],
          [text.started, time(execution.startedAt)],
          [text.wakes, execution.status === 'SLEEPING' ? time(execution.wakeAt) : null],
          [text.ended, time(execution.completedAt)],
          [text.duration, durationMs === null ? null : <Duration ms={durationMs} />],
          [text.id, <code key="id">{execution.id}</code>],
        ]}
      />
    </Card>
  );
}

function EffectsList({ execution }: { execution: ExecutionWhole }) {
  const text = useText().execution;
  const list = useApiList(Effects, { id: execution.id }, (data) => data.execution.effects);
  const columns = useEventColumns({ whole: true });
  useRefreshOn(execution.seq, list.refresh, 1_000);
  return (
    <Card title={text.effects}>
      {list.error && <ErrorState error={list.error} retry={list.refresh} />}
      {!list.isPending && !list.error && list.nodes.length === 0 && <p className={styles.quiet}>{text.noEffects}</p>}
      {list.nodes.length > 0 && (
        <List
          label={text.effects}
          rows={list.nodes}
          columns={columns}
          keyOf={({ id }) => id}
          more={{ has: list.hasMore, loading: list.isLoadingMore, load: list.more }}
        />
      )}
    </Card>
  );
}
