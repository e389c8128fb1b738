import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { graphql } from '../../api/graphql.ts';
import { EventRowParts, useLiveEvents, withLiveEvents } from '../../api/live-events.ts';
import { ExecutionRowParts, useLiveExecutions } from '../../api/live-executions.ts';
import { useApi } from '../../api/queries.ts';
import { useEventColumns } from '../../components/event-columns.tsx';
import { useExecutionColumns } from '../../components/execution-columns.tsx';
import { List } from '../../components/list.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import { NowNumbers } from './now-numbers.tsx';
import styles from './now.module.css';

const NewestExecutions = graphql(
  `
    query NewestExecutions {
      executions(first: 20) {
        edges {
          node {
            ...ExecutionRowParts
          }
        }
      }
    }
  `,
  [ExecutionRowParts],
);

const NewestEvents = graphql(
  `
    query NewestEvents {
      events(first: 20) {
        edges {
          node {
            ...EventRowParts
          }
        }
      }
    }
  `,
  [EventRowParts],
);

/** Rows of each live list: what fits a screen. */
const ROWS = 20;
const any = () => true;

/** The current activity: numbers, the last hour, and the newest executions and events, live. */
export function NowPage() {
  const text = useText().now;
  return (
    <Page title={text.title} lead={text.lead}>
      <NowNumbers />
      <div className={styles.lists}>
        <NewestExecutionsList />
        <NewestEventsList />
      </div>
    </Page>
  );
}

function Part({ title, href, children }: { title: string; href: string; children: ReactNode }) {
  const text = useText().now;
  return (
    <section aria-label={title} className={styles.part}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <Link href={href} aria-label={`${text.seeAll}: ${title}`}>
          {text.seeAll}
        </Link>
      </header>
      {children}
    </section>
  );
}

function NewestExecutionsList() {
  const text = useText().executions;
  const { data, isPending, error, refetch } = useApi(NewestExecutions, {});
  const columns = useExecutionColumns({ whole: false });
  const read = data?.executions.edges.map(({ node }) => node) ?? [];
  const rows = useLiveExecutions().list(read, any, { most: ROWS, hasMore: false });
  return (
    <Part title={text.title} href="/executions">
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {isPending && <Loading />}
      {data && rows.length === 0 && <Empty title={text.empty}>{text.emptyHint}</Empty>}
      {rows.length > 0 && <List label={text.title} rows={rows} columns={columns} keyOf={({ id }) => id} />}
    </Part>
  );
}

function NewestEventsList() {
  const text = useText().events;
  const { data, isPending, error, refetch } = useApi(NewestEvents, {});
  const columns = useEventColumns({ whole: false });
  const told = useLiveEvents(null, ROWS);
  const rows = withLiveEvents(data?.events.edges.map(({ node }) => node) ?? [], told, ROWS);
  return (
    <Part title={text.title} href="/events">
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {isPending && <Loading />}
      {data && rows.length === 0 && <Empty title={text.empty}>{text.emptyHint}</Empty>}
      {rows.length > 0 && <List label={text.title} rows={rows} columns={columns} keyOf={({ id }) => id} />}
    </Part>
  );
}
