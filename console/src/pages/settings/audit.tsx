import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi, useApiList, useMay } from '../../api/queries.ts';
import { Choice, Filters } from '../../components/field.tsx';
import { useFilters } from '../../components/filters.ts';
import { JsonView } from '../../components/json-view.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Card } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { AuditLog } from './audit-log.tsx';
import styles from './settings.module.css';

const AuditedAutomations = graphql(`
  query AuditedAutomations {
    automations(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);
const Changes = graphql(`
  query Changes($automationId: ID!, $after: String) {
    automationAudit(automationId: $automationId, first: 20, after: $after) {
      edges {
        node {
          id
          change
          changedAt
          actorName
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
type Change = ResultOf<typeof Changes>['automationAudit']['edges'][number]['node'];

/** What was done in the workspace, for admins; of one automation, for everybody, from what to what. */
export function Audit() {
  const text = useText().settings;
  const isAdmin = useMay('ADMIN');
  const [{ automation }, setFilters] = useFilters(['automation']);
  const { data, error, refetch } = useApi(AuditedAutomations, {});
  const all = data?.automations.edges.map(({ node: { id, name } }) => [id, name] as const) ?? [];
  return (
    <Card title={text.tabs.audit}>
      <p className={styles.faint}>{isAdmin ? text.auditLogLead : text.auditLead}</p>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      <Filters label={text.tabs.audit}>
        <Choice
          label={text.auditOf}
          value={automation}
          onChange={({ target }) => setFilters({ automation: target.value })}
          options={[['', isAdmin ? text.auditAll : text.auditChoose], ...all]}
        />
      </Filters>
      {automation ? <ChangesOf automationId={automation} /> : isAdmin && <AuditLog />}
    </Card>
  );
}

function ChangesOf({ automationId }: { automationId: string }) {
  const { settings: text, common } = useText();
  const { nodes, isPending, error, hasMore, isLoadingMore, more } = useApiList(
    Changes,
    { automationId },
    (data) => data.automationAudit,
  );
  const columns: Column<Change>[] = [
    { name: text.auditWhen, of: ({ changedAt }) => <Time at={changedAt} seconds /> },
    { name: text.auditWho, of: ({ actorName }) => actorName ?? text.auditSystem },
    { name: text.auditWhat, of: ({ change }) => text.changes[change] },
    {
      name: common.details,
      of: ({ before, after }) => (
        <details>
          <summary>{common.show}</summary>
          <div className={styles.states}>
            {before !== null && <JsonView label={text.before} value={before} />}
            {after !== null && <JsonView label={text.after} value={after} />}
          </div>
        </details>
      ),
    },
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
