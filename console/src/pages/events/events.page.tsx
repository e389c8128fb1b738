import { graphql } from '../../api/graphql.ts';
import { EventRowParts, useLiveEvents, withLiveEvents } from '../../api/live-events.ts';
import { moreBelow } from '../../api/more-below.ts';
import { useApi, useApiList } from '../../api/queries.ts';
import { useRefreshOn } from '../../api/refresh.ts';
import { Button } from '../../components/button.tsx';
import { useEventColumns } from '../../components/event-columns.tsx';
import { Choice, Field, Filters } from '../../components/field.tsx';
import { offering, useFilters } from '../../components/filters.ts';
import { ListStates } from '../../components/list-states.tsx';
import { List } from '../../components/list.tsx';
import { Page } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';

const Events = graphql(
  `
    query Events($filter: EventFilter, $after: String) {
      events(filter: $filter, first: 50, after: $after) {
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
  `,
  [EventRowParts],
);

const Types = graphql(`
  query EventTypes {
    catalog {
      triggers {
        type
      }
    }
  }
`);

// A message with a keyword has its own trigger, but its event is that of the message.
const isEventType = (type: string) => type !== 'whatsapp.keyword_match';
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const LIVE_ROWS = 100;

/** The filters in the address. An invalid id filters nothing; the field reports it. */
function useEventFilter() {
  const [{ type, entity }, choose] = useFilters(['type', 'entity']);
  const given = entity.trim();
  const isId = ID.test(given);
  return { type, entity, choose, isWrong: given !== '' && !isId, entityId: isId ? given : null };
}

/** The filtered rows, kept live: live events carry no entity, so a list for one entity is refetched instead. */
function useEventRows({ type, entityId }: { type: string; entityId: string | null }) {
  const list = useApiList(Events, { filter: { type: type || null, entityId } }, (data) => data.events);
  const told = useLiveEvents(type ? [type] : null, LIVE_ROWS);
  useRefreshOn(entityId ? told : null, list.refresh, 2_000);
  const most = Math.max(LIVE_ROWS, list.nodes.length);
  const rows = withLiveEvents(list.nodes, entityId ? [] : told, most);
  return { ...list, rows, below: moreBelow(list, rows, most) };
}

/** Everything that happened, newest first, and what each event started. */
export function EventsPage() {
  const { events: text, executions } = useText();
  const filter = useEventFilter();
  const list = useEventRows(filter);
  const columns = useEventColumns({ whole: true });
  const empty =
    filter.type || filter.entityId ? (
      <Empty title={text.emptyFiltered}>
        <Button onClick={() => filter.choose({ type: '', entity: '' })}>{executions.clear}</Button>
      </Empty>
    ) : (
      <Empty title={text.empty}>{text.emptyHint}</Empty>
    );
  return (
    <Page title={text.title} lead={text.lead}>
      <EventFilters filter={filter} />
      <ListStates isPending={list.isPending} error={list.error} isEmpty={list.rows.length === 0} empty={empty}>
        <List label={text.title} rows={list.rows} columns={columns} keyOf={({ id }) => id} more={list.below} />
      </ListStates>
    </Page>
  );
}

function EventFilters({ filter }: { filter: ReturnType<typeof useEventFilter> }) {
  const { events: text, common } = useText();
  const offered = useApi(Types, {}).data?.catalog.triggers.map(({ type }) => type) ?? [];
  const types = offered.filter(isEventType).map((type) => [type, type] as const);
  return (
    <Filters label={text.filters}>
      <Choice
        label={text.type}
        value={filter.type}
        onChange={({ target }) => filter.choose({ type: target.value })}
        options={offering(filter.type, types, common.all)}
      />
      <Field
        label={text.entity}
        value={filter.entity}
        onChange={({ target }) => filter.choose({ entity: target.value })}
        placeholder={text.entityHint}
        error={filter.isWrong ? text.entityWrong : undefined}
        spellCheck={false}
        autoComplete="off"
      />
    </Filters>
  );
}
