import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi } from '../../api/queries.ts';
import { useFilters } from '../../components/filters.ts';
import { Card, Page } from '../../components/page.tsx';
import { Empty, ErrorState, Loading } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import styles from './search.module.css';

const Search = graphql(`
  query Search($text: String!) {
    search(text: $text, first: 20) {
      kind
      id
      label
      detail
    }
  }
`);
type Hit = ResultOf<typeof Search>['search'][number];

const PLACES = {
  CONTACT: 'contacts',
  ORDER: 'orders',
  AUTOMATION: 'automations',
  EXECUTION: 'executions',
  EVENT: 'events',
};
const KINDS = Object.keys(PLACES) as Hit['kind'][];
const placeOf = ({ kind, id }: Hit) => `/${PLACES[kind]}/${id}`;

/** What was found by words or by an id, grouped by kind. An id opens what it names. */
export function SearchPage() {
  const text = useText().search;
  const [filters] = useFilters(['text']);
  const words = filters.text.trim().slice(0, 200);
  return (
    <Page title={words ? text.titleOf(words) : text.title}>
      {words ? <Found key={words} words={words} /> : <Empty title={text.title}>{text.hint}</Empty>}
    </Page>
  );
}

function Found({ words }: { words: string }) {
  const text = useText().search;
  const { data, error, refetch } = useApi(Search, { text: words });
  const hits = data?.search ?? [];
  const named = hits.find(({ id }) => id === words.toLowerCase());
  const [, navigate] = useLocation();
  const place = named && placeOf(named);
  useEffect(() => {
    if (place) navigate(place, { replace: true });
  }, [place, navigate]);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (hits.length === 0) return <Empty title={text.nothing}>{text.nothingHint}</Empty>;
  return (
    <>
      <p role="status">{text.found(hits.length)}</p>
      {KINDS.map((kind) => (
        <Group key={kind} kind={kind} hits={hits.filter((hit) => hit.kind === kind)} />
      ))}
    </>
  );
}

function Group({ kind, hits }: { kind: Hit['kind']; hits: Hit[] }) {
  const text = useText().search;
  if (hits.length === 0) return null;
  return (
    <Card title={text.kinds[kind]}>
      <ul className={styles.hits}>
        {hits.map((hit) => (
          <li key={hit.id}>
            <Link href={placeOf(hit)}>{hit.label}</Link>
            {hit.detail && <span className={styles.detail}>{hit.detail}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
