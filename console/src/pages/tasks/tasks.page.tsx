import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApiList, useMay, useMe } from '../../api/queries.ts';
import { Choice, Field, Filters } from '../../components/field.tsx';
import { useFilters } from '../../components/filters.ts';
import { List, type Column } from '../../components/list.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { TaskActions, TaskParts, useMembers } from '../../components/tasks.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useSettled } from '../../components/use-settled.ts';
import { useText } from '../../text/text.tsx';

const TasksQuery = graphql(
  `
    query Tasks($filter: TaskFilter, $after: String) {
      tasks(filter: $filter, orderBy: [{ field: DUE_AT }], first: 50, after: $after) {
        edges {
          node {
            ...TaskParts
            contact {
              id
              name
            }
            order {
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
  `,
  [TaskParts],
);
type Task = ResultOf<typeof TasksQuery>['tasks']['edges'][number]['node'];

const SHOWS = ['open', 'mine', 'overdue', 'done', 'all'] as const;

/** The tasks of the workspace, open ones at first, the next due date first. */
export function TasksPage() {
  const { tasksPage: text, crm } = useText();
  const mayEdit = useMay('EDITOR');
  const [{ show, assignee }, setFilters] = useFilters(['show', 'assignee']);
  const shown = SHOWS.find((each) => each === show) ?? 'open';
  const [words, setWords] = useSettled(assignee, (value) => setFilters({ assignee: value }));
  // The time at which the page was opened: a later one with every rendering would be another list each time.
  const [now] = useState(() => new Date().toISOString());
  const { data: me } = useMe();
  const members = useMembers();
  const named = members.find(({ name }) => name === assignee.trim());
  const assigneeId = (shown === 'mine' ? me?.id : (named?.id ?? assignee.trim())) || null;
  const filter = { ...filterOf(shown, now), assigneeId };
  const list = useApiList(TasksQuery, { filter }, ({ tasks }) => tasks);
  const columns: Column<Task>[] = [
    { name: text.task, of: ({ title }) => title },
    { name: text.about, of: (task) => <About task={task} /> },
    { name: crm.due, of: ({ dueAt }) => dueAt && <RelativeTime at={dueAt} /> },
    { name: crm.priority, of: ({ priority }) => crm.priorities[priority] },
    { name: text.assignee, of: ({ assignee, assigneeId }) => <bdi>{assignee?.name ?? assigneeId}</bdi> },
    ...(mayEdit ? [{ name: crm.edit, of: (task: Task) => <TaskActions task={task} /> }] : []),
  ];
  const isFiltered = shown !== 'open' || assigneeId !== null;
  const empty = <Empty title={isFiltered ? text.noneFound : text.empty}>{!isFiltered && text.emptyHint}</Empty>;
  return (
    <Page title={text.title} lead={text.lead}>
      <Filters label={text.filters}>
        <Choice
          label={text.show}
          value={shown}
          options={SHOWS.map((each) => [each, text.shows[each]] as const)}
          onChange={({ target }) => setFilters({ show: target.value === 'open' ? '' : target.value })}
        />
        {shown !== 'mine' && (
          <>
            <Field
              label={text.assignee}
              title={text.assigneeHint}
              type="search"
              list="members"
              maxLength={200}
              value={words}
              onChange={({ target }) => setWords(target.value)}
            />
            <datalist id="members">
              {members.map(({ id, name }) => (
                <option key={id} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Filters>
      <Found {...{ list, columns, empty }} />
    </Page>
  );
}

interface FoundProps {
  list: ReturnType<typeof useApiList<object, { after?: string | null }, Task>>;
  columns: Column<Task>[];
  /** What is shown if there are none. */
  empty: ReactNode;
}

function Found({ list: { nodes, isPending, error, ...list }, columns, empty }: FoundProps) {
  const text = useText().tasksPage;
  const isShown = nodes.length > 0;
  return (
    <>
      {error && <ErrorState error={error} retry={list.refresh} />}
      {isPending && !error && <Loading />}
      {!isPending && !error && !isShown && empty}
      {isShown && (
        <List
          label={text.title}
          rows={nodes}
          columns={columns}
          keyOf={({ id }) => id}
          more={{ has: list.hasMore, loading: list.isLoadingMore, load: list.more }}
        />
      )}
    </>
  );
}

function filterOf(shown: (typeof SHOWS)[number], now: string) {
  const status = { open: 'OPEN', mine: 'OPEN', overdue: 'OPEN', done: 'COMPLETED', all: null } as const;
  return { status: status[shown], dueTo: shown === 'overdue' ? now : null };
}

function About({ task: { contact, order } }: { task: Task }) {
  return (
    <span>
      {contact && <Link href={`/contacts/${contact.id}`}>{contact.name}</Link>}
      {contact && order && ' · '}
      {order && <Link href={`/orders/${order.id}`}>{order.name}</Link>}
    </span>
  );
}
