import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { ExecutionRowParts, useLiveExecutions } from '../../api/live-executions.ts';
import { useApiList } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { DecisionParts, Decisions } from '../../components/decisions.tsx';
import { Card } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import styles from './order.module.css';

const OrderExecutions = graphql(
  `
    query OrderExecutions($orderId: ID!, $after: String) {
      executions(filter: { orderId: $orderId }, first: 10, after: $after) {
        edges {
          node {
            ...ExecutionRowParts
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [ExecutionRowParts],
);

const OrderEvents = graphql(
  `
    query OrderEvents($orderId: ID!, $after: String) {
      events(filter: { entityId: $orderId }, first: 10, after: $after) {
        edges {
          node {
            id
            type
            occurredAt
            decisions {
              ...DecisionParts
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [DecisionParts],
);
type OrderEvent = ResultOf<typeof OrderEvents>['events']['edges'][number]['node'];

/** The executions about an order, live. */
export function Executions({ orderId }: { orderId: string }) {
  const text = useText();
  const live = useLiveExecutions();
  const { nodes, isPending, error, ...page } = useApiList(OrderExecutions, { orderId }, ({ executions }) => executions);
  return (
    <Card title={text.orders.executions}>
      {error && <ErrorState error={error} />}
      {isPending && !error && <Loading />}
      {!isPending && !error && nodes.length === 0 && <p className={styles.faint}>{text.orders.noExecutions}</p>}
      <ul className={styles.rows} hidden={nodes.length === 0}>
        {nodes
          .map((row) => live.now(row))
          .map(({ id, automation, status, queuedAt, error }) => (
            <li key={id}>
              <Link href={`/executions/${id}`}>{automation.name}</Link>
              <StatusBadge status={status} />
              <span className={styles.faint}>
                <RelativeTime at={queuedAt} />
              </span>
              {error && <span className={styles.faint}>{error.message}</span>}
            </li>
          ))}
      </ul>
      <More {...page} />
    </Card>
  );
}

/** The events of an order, each with what it started and what did not start. */
export function Events({ orderId }: { orderId: string }) {
  const text = useText();
  const { nodes, isPending, error, ...page } = useApiList(OrderEvents, { orderId }, ({ events }) => events);
  return (
    <Card title={text.orders.events}>
      {error && <ErrorState error={error} />}
      {isPending && !error && <Loading />}
      {!isPending && !error && nodes.length === 0 && <p className={styles.faint}>{text.orders.noEvents}</p>}
      <ul className={styles.rows} hidden={nodes.length === 0}>
        {nodes.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ul>
      <More {...page} />
    </Card>
  );
}

function EventLine({ event: { id, type, occurredAt, decisions } }: { event: OrderEvent }) {
  const text = useText().crm;
  const started = decisions.filter(({ outcome }) => outcome === 'STARTED').length;
  const refused = decisions.length - started;
  return (
    <li className={styles.event}>
      <div className={styles.line}>
        <Link href={`/events/${id}`}>{type}</Link>
        <span className={styles.faint}>
          <RelativeTime at={occurredAt} />
        </span>
      </div>
      {decisions.length === 0 ? (
        <span className={styles.faint}>{text.nobodyListens}</span>
      ) : (
        <details>
          <summary>
            {[started > 0 && text.started(started), refused > 0 && text.notStarted(refused)]
              .filter(Boolean)
              .join(' · ')}
          </summary>
          <Decisions eventId={id} decisions={decisions} />
        </details>
      )}
    </li>
  );
}

function More({ hasMore, isLoadingMore, more }: { hasMore: boolean; isLoadingMore: boolean; more: () => void }) {
  const text = useText().common;
  if (!hasMore) return null;
  return (
    <Button onClick={more} disabled={isLoadingMore}>
      {isLoadingMore ? text.loading : text.loadMore}
    </Button>
  );
}
