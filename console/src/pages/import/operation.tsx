import { useEffect } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi, useApiList, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Card, Facts } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import styles from './import.module.css';

const Operation = graphql(`
  query BulkOperation($id: ID!) {
    bulkOperation(id: $id) {
      id
      status
      describedAs
      isDryRun
      total
      done
      succeeded
      skipped
      failed
    }
  }
`);
const Failures = graphql(`
  query BulkFailures($id: ID!, $after: String) {
    bulkOperation(id: $id) {
      results(first: 50, after: $after, outcome: FAILED) {
        edges {
          node {
            id
            position
            message
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
type Failure = ResultOf<typeof Failures>['bulkOperation']['results']['edges'][number]['node'];

const Abort = graphql(`
  mutation AbortBulkOperation($id: ID!) {
    abortBulkOperation(id: $id) {
      id
    }
  }
`);

const EVERY_MS = 1_000;
const TONE = { QUEUED: 'wait', RUNNING: 'busy', DONE: 'good', ABORTED: 'idle' } as const;

/** How far an import is, and the rows with mistakes. It asks once a second, because no subscription tells of it. */
export function OperationCard({ id }: { id: string }) {
  const { imports: text } = useText();
  const { data, error, refetch } = useApi(Operation, { id });
  const operation = data?.bulkOperation;
  const isOpen = operation?.status === 'QUEUED' || operation?.status === 'RUNNING';
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setInterval(() => void refetch(), EVERY_MS);
    return () => clearInterval(timer);
  }, [isOpen, refetch]);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!operation) return <Loading />;
  const { status, describedAs, isDryRun, total, done, succeeded, skipped, failed } = operation;
  return (
    <Card title={isDryRun ? text.dryRun : text.operation} actions={isOpen && <AbortButton id={id} />}>
      <p>
        <Badge tone={TONE[status]}>{text.statuses[status]}</Badge> {text.progress(done, total)}
      </p>
      <progress className={styles.progress} aria-label={text.progressLabel} max={total} value={done} />
      <Facts
        of={[
          [isDryRun ? text.wouldSucceed : text.succeeded, succeeded],
          [text.skipped, skipped],
          [text.failed, failed],
        ]}
      />
      <p className={styles.faint}>{describedAs}</p>
      {failed > 0 && <FailureList id={id} failed={failed} />}
      {status === 'DONE' && failed === 0 && <p>{text.noMistakes}</p>}
    </Card>
  );
}

function FailureList({ id, failed }: { id: string; failed: number }) {
  const { imports: text } = useText();
  const list = useApiList(Failures, { id }, (data) => data.bulkOperation.results);
  const { nodes, hasMore, isLoadingMore, more, refresh } = list;
  useEffect(refresh, [failed]);
  const columns: Column<Failure>[] = [
    { name: text.row, of: ({ position }) => position },
    { name: text.mistake, of: ({ message }) => message },
  ];
  return (
    <List
      label={text.mistakes}
      rows={nodes}
      columns={columns}
      keyOf={(failure) => failure.id}
      more={{ has: hasMore, loading: isLoadingMore, load: more }}
    />
  );
}

function AbortButton({ id }: { id: string }) {
  const { imports: text } = useText();
  const mayAbort = useMay('EDITOR');
  const { act, isPending } = useAct(Abort);
  return (
    mayAbort && (
      <Button look="danger" disabled={isPending} onClick={() => act({ id }, text.aborted)}>
        {text.abort}
      </Button>
    )
  );
}
