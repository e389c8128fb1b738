import { Link } from 'wouter';
import { graphql } from '../../api/graphql.ts';
import { useApi } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { DecisionParts, Decisions } from '../../components/decisions.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import type { Move } from './board.data.ts';
import { isOf, type Heard } from './move-events.ts';
import styles from './move-strip.module.css';

const MoveEvents = graphql(
  `
    query MoveEvents($orderId: ID!) {
      events(filter: { entityId: $orderId, type: "order.stage_changed" }, first: 5) {
        edges {
          node {
            id
            payload
            decisions {
              ...DecisionParts
            }
          }
        }
      }
    }
  `,
  [DecisionParts],
);

interface StripProps {
  moves: readonly Move[];
  heard: readonly Heard[];
  dismiss: (move: Move) => void;
}

/** What a move started: each automation that listened, live, and why the others did not start. */
function MoveStarted({ move, heard, dismiss }: { move: Move; heard: readonly Heard[]; dismiss: () => void }) {
  const text = useText();
  const read = useApi(MoveEvents, { orderId: move.order.id });
  const told = heard.find(({ event, at }) => at >= move.askedAt && isOf(move, event))?.event;
  // The subscription is usually first; the query helps if the connection was lost at that moment.
  const newest = read.data?.events.edges.map(({ node }) => node).find((event) => isOf(move, event));
  const event = told ?? (newest && newest.decisions.length > 0 ? newest : undefined);
  return (
    <li className={styles.move}>
      <div className={styles.head}>
        <Link href={`/orders/${move.order.id}`}>
          {text.board.thisMove(move.order.name, move.from.name, move.to.name)}
        </Link>
        <Button look="plain" onClick={dismiss} aria-label={text.board.dismiss(move.order.name)}>
          ×
        </Button>
      </div>
      {event && <Decisions eventId={event.id} decisions={event.decisions} />}
      {!event && !read.error && <p className={styles.faint}>{text.crm.deciding}</p>}
      {!event && read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
    </li>
  );
}

/** The last moves and what they started. */
export function MoveStrip({ moves, heard, dismiss }: StripProps) {
  const text = useText().board;
  return (
    <section aria-label={text.moves} aria-live="polite" hidden={moves.length === 0}>
      <ul className={styles.moves}>
        {moves.map((move) => (
          <MoveStarted key={move.askedAt} move={move} heard={heard} dismiss={() => dismiss(move)} />
        ))}
      </ul>
    </section>
  );
}
