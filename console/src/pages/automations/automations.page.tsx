import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useLiveExecutions } from '../../api/live-executions.ts';
import { useApi, useApiList, useMay } from '../../api/queries.ts';
import { useRefreshOn } from '../../api/refresh.ts';
import { Bars } from '../../components/bars.tsx';
import { Button } from '../../components/button.tsx';
import { Choice, Field, Filters } from '../../components/field.tsx';
import { offering, useFilters } from '../../components/filters.ts';
import { ListStates } from '../../components/list-states.tsx';
import { List, type Column } from '../../components/list.tsx';
import { Page } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { AutomationActions } from './automation-actions.tsx';
import styles from './automations.module.css';
import { FirstAutomation } from './first-automation.tsx';
import { ModeChoice, MODES } from './mode.tsx';

const Automations = graphql(`
  query Automations($filter: AutomationFilter, $after: String) {
    automations(filter: $filter, first: 50, after: $after) {
      edges {
        node {
          id
          name
          mode
          folder
          updatedAt
          trigger {
            type
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
type Row = ResultOf<typeof Automations>['automations']['edges'][number]['node'];

// Read apart, as counting takes longer than listing: the rows do not wait for it.
const AutomationRuns = graphql(`
  query AutomationRuns($filter: AutomationFilter, $after: String) {
    automations(filter: $filter, first: 50, after: $after) {
      edges {
        node {
          id
          recent {
            started
            failed
            buckets {
              at
              started
              failed
            }
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
type Runs = ResultOf<typeof AutomationRuns>['automations']['edges'][number]['node']['recent'];

const Offered = graphql(`
  query AutomationFilters {
    automationFolders
    catalog {
      triggers {
        type
        title
      }
    }
  }
`);

/** Typed text is applied to the address, and so to the query, after this pause. */
const PAUSE_MS = 250;

/** All automations: their triggers, modes and folders, and their recent executions. */
export function AutomationsPage() {
  const text = useText().automations;
  const [chosen, choose] = useFilters(['search', 'trigger', 'mode', 'folder']);
  const { search, trigger, mode, folder } = chosen;
  const filter = {
    search: search || null,
    triggerType: trigger || null,
    mode: MODES.find((each) => each === mode) ?? null,
    folder: folder || null,
  };
  const list = useApiList(Automations, { filter }, (data) => data.automations);
  const runs = useApiList(AutomationRuns, { filter }, (data) => data.automations);
  const runsOf = new Map(runs.nodes.map(({ id, recent }) => [id, recent]));
  const refresh = () => {
    list.refresh();
    runs.refresh();
  };
  const more = () => {
    list.more();
    runs.more();
  };
  const offered = useApi(Offered, {}).data;
  const triggers = (offered?.catalog.triggers ?? []).map(({ type, title }) => [type, title] as const);
  const folders = (offered?.automationFolders ?? []).map((name) => [name, name] as const);
  const columns = useColumns(new Map(triggers), runsOf);
  useRefreshOn(useLiveExecutions().version, refresh);
  const isNarrowed = Object.values(chosen).some((value) => value !== '');
  const empty = isNarrowed ? (
    <Empty title={text.emptyFiltered}>
      <Button onClick={() => choose({ search: '', trigger: '', mode: '', folder: '' })}>{text.clear}</Button>
    </Empty>
  ) : (
    <FirstAutomation />
  );
  return (
    <Page title={text.title} lead={text.lead}>
      <Filters label={text.filters}>
        <Search value={search} choose={(value) => choose({ search: value })} />
        <Choice
          label={text.trigger}
          value={trigger}
          onChange={({ target }) => choose({ trigger: target.value })}
          options={offering(trigger, triggers, text.modes[''])}
        />
        <Choice
          label={text.mode}
          value={mode}
          onChange={({ target }) => choose({ mode: target.value })}
          options={Object.entries(text.modes)}
        />
        {(folders.length > 0 || folder) && (
          <Choice
            label={text.folder}
            value={folder}
            onChange={({ target }) => choose({ folder: target.value })}
            options={offering(folder, folders, text.modes[''])}
          />
        )}
      </Filters>
      <ListStates
        isPending={list.isPending}
        error={list.error ?? runs.error}
        retry={refresh}
        isEmpty={list.nodes.length === 0}
        empty={empty}
      >
        <List
          label={text.title}
          rows={list.nodes}
          columns={columns}
          keyOf={({ id }) => id}
          more={{ has: list.hasMore, loading: list.isLoadingMore, load: more }}
        />
      </ListStates>
    </Page>
  );
}

function Search({ value, choose }: { value: string; choose: (value: string) => void }) {
  const text = useText().automations;
  const [typed, type] = useState(value);
  const [known, setKnown] = useState(value);
  // The address may change on its own, as by "clear": then it takes precedence.
  if (known !== value) {
    setKnown(value);
    if (typed.trim() !== value) type(value);
  }
  // The list renders often; a rendering must not delay typed text.
  const latest = useRef(choose);
  useEffect(() => {
    latest.current = choose;
  });
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === value) return undefined;
    const timer = setTimeout(() => latest.current(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <Field
      label={text.search}
      type="search"
      maxLength={200}
      value={typed}
      onChange={({ target }) => type(target.value)}
    />
  );
}

function useColumns(triggers: ReadonlyMap<string, string>, runs: ReadonlyMap<string, Runs>): Column<Row>[] {
  const text = useText().automations;
  const mayEdit = useMay('EDITOR');
  return [
    {
      name: text.name,
      of: ({ id, name, folder, trigger: { type } }) => (
        <div>
          <Link href={`/automations/${id}`} className={styles.name}>
            <bdi>{name}</bdi>
          </Link>
          <div className={styles.trigger}>
            {folder && (
              <>
                <bdi>{folder}</bdi> ·{' '}
              </>
            )}
            {triggers.get(type) ?? type}
          </div>
        </div>
      ),
    },
    {
      name: text.mode,
      of: (row) => <ModeChoice automation={row} />,
    },
    { name: text.recent, of: ({ id }) => <Recent runs={runs.get(id)} /> },
    { name: text.edited, of: ({ updatedAt }) => <RelativeTime at={updatedAt} /> },
    ...(mayEdit
      ? [{ name: text.actions, of: (row: Row) => <AutomationActions automation={row} look="plain" />, end: true }]
      : []),
  ];
}

function Recent({ runs }: { runs: Runs | undefined }) {
  const { automations: text, common } = useText();
  if (!runs) return <span className={styles.recent}>{common.loading}</span>;
  const words = text.runs(runs.started, runs.failed);
  return (
    <span className={styles.recent}>
      <Bars of={runs.buckets} label={words} small />
      <span aria-hidden="true">{words}</span>
    </span>
  );
}
