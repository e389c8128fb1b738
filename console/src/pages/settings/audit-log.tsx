import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApiList } from '../../api/queries.ts';
import { ActorName } from '../../components/actor.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';

const AuditLogQuery = graphql(`
  query AuditLog($after: String) {
    auditLog(first: 50, after: $after) {
      edges {
        node {
          id
          at
          action
          actor {
            type
            id
            name
          }
          subject {
            type
            id
            name
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
type Entry = ResultOf<typeof AuditLogQuery>['auditLog']['edges'][number]['node'];

/** Changes of keys, automations and the webhook secret, newest first. For admins. */
export function AuditLog() {
  const { settings: text } = useText();
  const { nodes, isPending, error, hasMore, isLoadingMore, more } = useApiList(
    AuditLogQuery,
    {},
    (data) => data.auditLog,
  );
  const actions: Record<string, string | undefined> = text.actions;
  const columns: Column<Entry>[] = [
    { name: text.auditWhen, of: ({ at }) => <Time at={at} seconds /> },
    { name: text.auditWho, of: ({ actor }) => <ActorName actor={actor} /> },
    // An action that only a newer server knows is shown by its code.
    { name: text.auditWhat, of: ({ action }) => actions[action.replace('.', '_')] ?? action },
    { name: text.auditSubject, of: (entry) => subjectOf(entry) },
  ];
  if (error) return <ErrorState error={error} />;
  if (isPending) return <Loading />;
  if (nodes.length === 0) return <Empty title={text.auditEmpty} />;
  return (
    <List
      label={text.tabs.audit}
      rows={nodes}
      columns={columns}
      keyOf={({ id }) => id}
      more={{ has: hasMore, loading: isLoadingMore, load: more }}
    />
  );
}

function subjectOf({ action, subject: { type, id, name } }: Entry): ReactNode {
  if (type !== 'automation' || !id || action === 'automation.deleted') return name ?? '';
  return <Link href={`/settings/audit?automation=${id}`}>{name ?? id}</Link>;
}
