import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi, useApiList } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { Card } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { RelativeTime } from '../../components/time.tsx';
import type { Text } from '../../text/en.ts';
import { useText } from '../../text/text.tsx';
import { changedFields } from './audit-diff.ts';
import styles from './automation.module.css';
import { NamesQuery, namesOf, type Names } from './automation-query.ts';
import { Fields } from './changed-fields.tsx';

const Audit = graphql(`
  query AutomationAudit($id: ID!, $after: String) {
    automationAudit(automationId: $id, first: 10, after: $after) {
      edges {
        node {
          id
          change
          changedAt
          actorType
          actorName
          reason
          before
          after
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
type Change = ResultOf<typeof Audit>['automationAudit']['edges'][number]['node'];

/** More changed fields than these are folded at first. */
const OPEN_FIELDS = 6;

/** Who changed it, when, and which fields. */
export function History({ id }: { id: string }) {
  const { automation: text, common } = useText();
  const list = useApiList(Audit, { id }, (data) => data.automationAudit);
  const found = useApi(NamesQuery, {}).data;
  const names = found && namesOf(found);
  return (
    <Card title={text.history}>
      <ListStates
        isPending={list.isPending}
        error={list.error}
        retry={list.refresh}
        isEmpty={list.nodes.length === 0}
        empty={<Empty title={common.nothingHere} />}
      >
        <ol className={styles.history}>
          {list.nodes.map((change) => (
            <li key={change.id}>
              <Head change={change} />
              <Diff change={change} names={names} />
            </li>
          ))}
        </ol>
        {list.hasMore && (
          <Button onClick={list.more} disabled={list.isLoadingMore}>
            {list.isLoadingMore ? common.loading : common.loadMore}
          </Button>
        )}
      </ListStates>
    </Card>
  );
}

function Head({ change: { change, reason, actorName, actorType, changedAt, after } }: { change: Change }) {
  const text = useText().automation;
  const actor = actorName ?? text.actors[actorType as keyof Text['automation']['actors']] ?? actorType;
  const version = (after as { version?: number } | null)?.version;
  return (
    <p>
      <b>{text.changes[change]}</b> {text.by} <bdi>{actor}</bdi>
      {reason && ` · ${reason}`}
      {version !== undefined && <span className={styles.muted}> · {text.version(version)}</span>}{' '}
      <span className={styles.muted}>
        · <RelativeTime at={changedAt} />
      </span>
    </p>
  );
}

function Diff({ change: { before, after }, names }: { change: Change; names: Names | undefined }) {
  const text = useText().automation;
  const fields = changedFields(before, after);
  if (fields.length === 0) return null;
  const isFolded = before === null || after === null || fields.length > OPEN_FIELDS;
  const table = <Fields of={fields} names={names} />;
  if (!isFolded) return table;
  return (
    <details>
      <summary>{text.allFields(fields.length)}</summary>
      {table}
    </details>
  );
}
