import { Link } from 'wouter';
import { graphql, type ResultOf } from '../api/graphql.ts';
import type { Text } from '../text/en.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import styles from './path.module.css';
import { ErrorState, Loading } from './states.tsx';
import { Time } from './time.tsx';

/** A page of what happened to a contact or order. */
export const PathParts = graphql(`
  fragment PathParts on PathConnection {
    edges {
      node {
        at
        kind
        id
        label
        detail
        actor {
          name
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`);
type PathNode = ResultOf<typeof PathParts>['edges'][number]['node'];

/** The screen with details; messages and tasks have none. */
const PLACE: Partial<Record<PathNode['kind'], string>> = {
  EVENT: '/events/',
  DECISION: '/events/',
  EXECUTION: '/executions/',
  ORDER: '/orders/',
};

interface PathProps {
  nodes: readonly PathNode[];
  isPending: boolean;
  error: Error | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
}

/** The history of an object, newest first. */
export function Path({ nodes, isPending, error, hasMore, isLoadingMore, more }: PathProps) {
  const text = useText();
  if (error && nodes.length === 0) return <ErrorState error={error} />;
  if (isPending) return <Loading />;
  if (nodes.length === 0) return <p className={styles.faint}>{text.crm.pathEmpty}</p>;
  return (
    <>
      <ol className={styles.path}>
        {nodes.map((node) => (
          <PathLine key={`${node.kind} ${node.id}`} node={node} />
        ))}
      </ol>
      {hasMore && (
        <Button onClick={more} disabled={isLoadingMore}>
          {isLoadingMore ? text.common.loading : text.common.loadMore}
        </Button>
      )}
    </>
  );
}

/** Translates the API's codes; unknown ones are unchanged. */
type Words = Record<string, string | undefined>;

const DECIDED = /^(\d+) started, (\d+) did not$/;

function labelOf({ kind, label }: PathNode, { contacts, events }: Text): string {
  const counts = kind === 'DECISION' ? DECIDED.exec(label) : null;
  if (counts) return `${events.started(Number(counts[1]))}, ${events.refused(Number(counts[2]))}`;
  if (kind !== 'MESSAGE') return label;
  const words: Words = { ...contacts.written, ...contacts.messageKinds, ...contacts.messageStatus };
  return label
    .split(' ')
    .filter((word) => word !== 'TEXT')
    .map((word) => words[word] ?? word)
    .join(' · ');
}

function detailOf({ kind, detail }: PathNode, { status, crm, event }: Text): string | null {
  const outcomes: Words = event.outcomes;
  if (kind === 'DECISION')
    return (
      detail?.replace(/: ([A-Z_]+), /g, (whole, code: string) => (outcomes[code] ? `: ${outcomes[code]}, ` : whole)) ??
      null
    );
  const words: Words = kind === 'EXECUTION' ? status : kind === 'TASK' ? crm.taskStates : {};
  return detail?.replace(/^[A-Z]+/, (word) => words[word] ?? word) ?? null;
}

function PathLine({ node }: { node: PathNode }) {
  const all = useText();
  const text = all.crm;
  const { at, kind, id, actor } = node;
  const label = labelOf(node, all);
  const detail = detailOf(node, all);
  const place = PLACE[kind];
  return (
    <li className={styles[kind.toLowerCase()]}>
      <div className={styles.faint}>
        <Time at={at} seconds /> · {text.kinds[kind]}
        {actor?.name && <> · {text.by(actor.name)}</>}
      </div>
      <div>{place ? <Link href={`${place}${id}`}>{label}</Link> : label}</div>
      {detail && <div className={styles.detail}>{detail}</div>}
    </li>
  );
}
