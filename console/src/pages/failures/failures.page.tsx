import { useState } from 'react';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useLiveExecutions } from '../../api/live-executions.ts';
import { useApiList, useMay } from '../../api/queries.ts';
import { useRefreshOn } from '../../api/refresh.ts';
import { Button } from '../../components/button.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Page } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { RetryConfirm } from '../executions/confirms.tsx';
import styles from './failures.module.css';

const Failures = graphql(`
  query Failures($after: String) {
    failures(first: 50, after: $after) {
      edges {
        node {
          id
          automation {
            id
            name
          }
          stepKey
          code
          message
          count
          firstAt
          lastAt
          execution {
            id
            status
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
type Failure = ResultOf<typeof Failures>['failures']['edges'][number]['node'];

/** Recent failures, grouped, with their counts. */
export function FailuresPage() {
  const text = useText().failures;
  const list = useApiList(Failures, {}, (data) => data.failures);
  const [retried, retry] = useState<Failure | null>(null);
  const columns = useColumns(retry);
  useRefreshOn(useLiveExecutions().version, list.refresh);
  return (
    <Page title={text.title} lead={text.lead}>
      <ListStates
        isPending={list.isPending}
        error={list.error}
        retry={list.refresh}
        isEmpty={list.nodes.length === 0}
        empty={<Empty title={text.empty}>{text.emptyHint}</Empty>}
      >
        <List
          label={text.title}
          rows={list.nodes}
          columns={columns}
          keyOf={({ id }) => id}
          more={{ has: list.hasMore, loading: list.isLoadingMore, load: list.more }}
        />
      </ListStates>
      {retried?.execution && (
        <RetryConfirm
          id={retried.execution.id}
          title={text.retryTitle}
          step={retried.stepKey}
          close={() => retry(null)}
        />
      )}
    </Page>
  );
}

function useColumns(retry: (failure: Failure) => void): Column<Failure>[] {
  const text = useText().failures;
  const mayEdit = useMay('EDITOR');
  const executionsOf = ({ automation: { id } }: Failure) => `/executions?status=FAILED&automation=${id}&since=week`;
  return [
    { name: text.failure, of: (failure) => <What failure={failure} /> },
    { name: text.automation, of: ({ automation: { id, name } }) => <Link href={`/automations/${id}`}>{name}</Link> },
    { name: text.step, of: ({ stepKey }) => (stepKey ? <code>{stepKey}</code> : '') },
    { name: text.count, of: (failure) => <Link href={executionsOf(failure)}>{failure.count}</Link>, end: true },
    { name: text.first, of: ({ firstAt }) => <RelativeTime at={firstAt} /> },
    { name: text.last, of: ({ lastAt }) => <RelativeTime at={lastAt} /> },
    ...(mayEdit
      ? [{ name: text.retryLatest, of: (failure: Failure) => <Retry failure={failure} retry={retry} /> }]
      : []),
  ];
}

function What({ failure: { code, message, execution } }: { failure: Failure }) {
  const text = useText().failures;
  return (
    <span className={styles.what}>
      {execution ? (
        <Link href={`/executions/${execution.id}`} title={text.latest}>
          <code>{code}</code>
        </Link>
      ) : (
        <code>{code}</code>
      )}
      <span className={styles.message}>{message}</span>
    </span>
  );
}

function Retry({ failure, retry }: { failure: Failure; retry: (failure: Failure) => void }) {
  const { execution: words, failures: text } = useText();
  if (failure.execution?.status !== 'FAILED') return null;
  return (
    <Button
      aria-label={`${text.retryLatest}: ${failure.code}, ${failure.automation.name}`}
      onClick={() => retry(failure)}
    >
      {words.retry}
    </Button>
  );
}
