import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send, type ApiError } from '../../api/client.ts';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import type { Page } from '../../api/queries.ts';
import { useErrorWords } from '../../components/states.tsx';
import { useSay } from '../../components/toasts.tsx';
import { useText } from '../../text/text.tsx';

export const BoardPipelines = graphql(`
  query BoardPipelines {
    pipelines(first: 100) {
      edges {
        node {
          id
          name
          stages {
            id
            name
            position
          }
        }
      }
    }
  }
`);
export type Pipeline = ResultOf<typeof BoardPipelines>['pipelines']['edges'][number]['node'];
export type Stage = Pipeline['stages'][number];

export const StageOrders = graphql(`
  query StageOrders($pipelineId: ID!, $stageId: ID!, $after: String) {
    orders(pipelineId: $pipelineId, stageId: $stageId, first: 20, after: $after) {
      edges {
        node {
          id
          name
          value
          contact {
            id
            name
          }
          tags {
            id
            name
            color
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
type StagePage = ResultOf<typeof StageOrders>;
export type Card = StagePage['orders']['edges'][number]['node'];
type StagePages = InfiniteData<{ orders: Page<Card> }, string | null>;

export const MoveOrder = graphql(`
  mutation MoveOrder($id: ID!, $stageId: ID!) {
    moveOrder(id: $id, stageId: $stageId) {
      id
      name
    }
  }
`);

/** A completed move: the order, from where, and to where. */
export interface Move {
  /** When it was requested: earlier events belong to an earlier move. */
  askedAt: number;
  order: { id: string; name: string };
  from: Stage;
  to: Stage;
}

/** What the columns show is read again. */
export const readStagesAgain = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['StageOrders'] });

/** Moves a card from one stage to another, to the position the API will return: newest order first. */
function shift(queries: QueryClient, pipelineId: string, { card, from, to }: { card: Card; from: Stage; to: Stage }) {
  const edit = (stageId: string, change: (edges: { node: Card }[], isFirst: boolean) => { node: Card }[]) =>
    queries.setQueryData<StagePages>(
      ['StageOrders', { pipelineId, stageId }],
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page, at) => ({
            ...page,
            orders: { ...page.orders, edges: change(page.orders.edges, at === 0) },
          })),
        },
    );
  const without = (edges: { node: Card }[]) => edges.filter(({ node }) => node.id !== card.id);
  edit(from.id, without);
  edit(to.id, (edges, isFirst) => {
    const others = without(edges);
    return isFirst ? [...others, { node: card }].sort((a, b) => (a.node.id < b.node.id ? 1 : -1)) : others;
  });
}

const KEPT_MOVES = 3;

/** Moves cards: shown at once, and reverted with a message if the API rejects the move. */
export function useMoves(pipelineId: string) {
  const queries = useQueryClient();
  const say = useSay();
  const text = useText().board;
  const wordsOf = useErrorWords();
  const [moves, setMoves] = useState<Move[]>([]);
  const [moving, setMoving] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const mark = (id: string, isMoving: boolean) =>
    setMoving((now) => new Set(isMoving ? [...now, id] : [...now].filter((each) => each !== id)));

  const move = async (card: Card, from: Stage, to: Stage) => {
    if (from.id === to.id || moving.has(card.id)) return;
    await queries.cancelQueries({ queryKey: ['StageOrders'] });
    const askedAt = Date.now();
    mark(card.id, true);
    setLast(card.id);
    shift(queries, pipelineId, { card, from, to });
    try {
      await send(MoveOrder, { id: card.id, stageId: to.id });
      say(text.moved(card.name, to.name));
      const { id, name } = card;
      queries.removeQueries({ queryKey: ['MoveEvents', { orderId: id }] });
      setMoves((now) =>
        [{ askedAt, order: { id, name }, from, to }, ...now.filter(({ order }) => order.id !== id)].slice(
          0,
          KEPT_MOVES,
        ),
      );
    } catch (error) {
      shift(queries, pipelineId, { card, from: to, to: from });
      say(`${text.notMoved(card.name, from.name)} ${wordsOf(error as ApiError)}`, true);
    } finally {
      mark(card.id, false);
      await readStagesAgain(queries);
    }
  };
  const dismiss = (move: Move) => setMoves((now) => now.filter((each) => each !== move));
  return { move, moves, dismiss, moving, last };
}
