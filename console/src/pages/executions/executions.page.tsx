import { graphql } from '../../api/graphql.ts';
import { ExecutionRowParts, useLiveExecutions, type ExecutionRow } from '../../api/live-executions.ts';
import { moreBelow } from '../../api/more-below.ts';
import { useApiList } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { useExecutionColumns } from '../../components/execution-columns.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { List } from '../../components/list.tsx';
import { Page } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import { ExecutionFilters } from './execution-filters.tsx';
import { useExecutionFilter } from './execution-filter.ts';

const Executions = graphql(
  `
    query Executions($filter: ExecutionFilter, $after: String) {
      executions(filter: $filter, first: 50, after: $after) {
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

/** More rows than these are loaded by hand, so that a page that stays open does not grow without end. */
const LIVE_ROWS = 100;

/** All executions, newest first; new ones come in by themselves. */
export function ExecutionsPage() {
  const text = useText().executions;
  const filter = useExecutionFilter();
  const list = useApiList(Executions, { filter: filter.sent }, (data) => data.executions);
  const known = new Set(list.nodes.map(({ id }) => id));
  const fits = (row: ExecutionRow) => filter.fits(row, known.has(row.id));
  const most = Math.max(LIVE_ROWS, list.nodes.length);
  const rows = useLiveExecutions().list(list.nodes, fits, { most, hasMore: list.hasMore });
  const columns = useExecutionColumns({ whole: true });
  const empty = filter.isNarrowed ? (
    <Empty title={text.emptyFiltered}>
      <Button onClick={filter.clear}>{text.clear}</Button>
    </Empty>
  ) : (
    <Empty title={text.empty}>{text.emptyHint}</Empty>
  );
  return (
    <Page title={text.title} lead={text.lead}>
      <ExecutionFilters filter={filter} />
      <ListStates isPending={list.isPending} error={list.error} isEmpty={rows.length === 0} empty={empty}>
        <List
          label={text.title}
          rows={rows}
          columns={columns}
          keyOf={({ id }) => id}
          more={moreBelow(list, rows, most)}
        />
      </ListStates>
    </Page>
  );
}
