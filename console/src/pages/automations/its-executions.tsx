import { Link } from 'wouter';
import { graphql } from '../../api/graphql.ts';
import { ExecutionRowParts, useLiveExecutions, type ExecutionRow } from '../../api/live-executions.ts';
import { useApi } from '../../api/queries.ts';
import { useExecutionColumns } from '../../components/execution-columns.tsx';
import { Choice, Filters } from '../../components/field.tsx';
import { offering, useFilters } from '../../components/filters.ts';
import { ListStates } from '../../components/list-states.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Card } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import { STATUSES } from '../executions/execution-filter.ts';

const Newest = graphql(
  `
    query AutomationExecutions($filter: ExecutionFilter) {
      executions(filter: $filter, first: 20) {
        edges {
          node {
            ...ExecutionRowParts
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  `,
  [ExecutionRowParts],
);
const MOST = 20;

/** Its newest executions; new ones come in by themselves. */
export function ItsExecutions({ id }: { id: string }) {
  const { automation: text, common, executions, status: statusWords } = useText();
  const [chosen, choose] = useFilters(['status']);
  const status = STATUSES.find((each) => each === chosen.status) ?? null;
  const { data, error, isPending, refetch } = useApi(Newest, { filter: { automationId: id, status } });
  const read = data?.executions.edges.map(({ node }) => node) ?? [];
  const fits = (row: ExecutionRow) => row.automation.id === id && (!status || row.status === status);
  const hasMore = data?.executions.pageInfo.hasNextPage ?? false;
  const rows = useLiveExecutions().list(read, fits, { most: MOST, hasMore });
  const columns = useColumns();
  const empty = status ? (
    <Empty title={text.noneOfStatus} />
  ) : (
    <Empty title={text.noExecutions}>{text.noExecutionsHint}</Empty>
  );
  const all = `/executions?automation=${id}${status ? `&status=${status}` : ''}`;
  return (
    <Card title={text.executions} actions={<Link href={all}>{text.allExecutions}</Link>}>
      <Filters label={executions.filters}>
        <Choice
          label={executions.status}
          value={status ?? ''}
          onChange={({ target }) => choose({ status: target.value })}
          options={offering(
            '',
            STATUSES.map((each) => [each, statusWords[each]] as const),
            common.all,
          )}
        />
      </Filters>
      <ListStates
        isPending={isPending}
        error={error}
        retry={() => void refetch()}
        isEmpty={rows.length === 0}
        empty={empty}
      >
        <List label={text.executions} rows={rows} columns={columns} keyOf={(row) => row.id} />
      </ListStates>
    </Card>
  );
}

/** As in every list of executions, but the link is when it began: the automation is the same in all. */
function useColumns(): Column<ExecutionRow>[] {
  const text = useText().automation;
  const [, status, queuedAt, ...rest] = useExecutionColumns({ whole: true });
  return [
    {
      name: queuedAt!.name,
      of: (row) => <Link href={`/executions/${row.id}`}>{queuedAt!.of(row)}</Link>,
    },
    status!,
    { name: text.ofVersion, of: ({ automationVersion }) => automationVersion, end: true },
    ...rest,
  ];
}
