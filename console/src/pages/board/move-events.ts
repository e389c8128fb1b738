import { useEffect, useRef, useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useSubscription } from '../../api/socket.ts';
import { DecisionParts } from '../../components/decisions.tsx';
import type { Move } from './board.data.ts';

const MoveDecided = graphql(
  `
    subscription MoveDecided($types: [String!]) {
      eventDecided(types: $types) {
        id
        type
        payload
        decisions {
          ...DecisionParts
        }
      }
    }
  `,
  [DecisionParts],
);
export type BoardEvent = ResultOf<typeof MoveDecided>['eventDecided'];

const TYPES = { types: ['order.stage_changed', 'order.created'] };
const KEPT = 50;
const TELL_EVERY_MS = 250;

/** An event and when this page received it. */
export interface Heard {
  event: BoardEvent;
  at: number;
}

/** Whether an event belongs to a move, by its order and target. */
export const isOf = ({ order, to }: Move, { payload }: Pick<BoardEvent, 'payload'>): boolean => {
  const { orderId, toStageId } = payload as { orderId?: string; toStageId?: string };
  return orderId === order.id && toStageId === to.id;
};

/** Created and moved orders: the newest events, delivered at most four times a second. */
export function useMoveEvents(changed: (pipelines: ReadonlySet<string>) => void): readonly Heard[] {
  const waiting = useRef<Heard[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const tell = useRef(changed);
  const [heard, setHeard] = useState<readonly Heard[]>([]);
  useEffect(() => {
    tell.current = changed;
  });
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useSubscription(MoveDecided, TYPES, ({ eventDecided: event }) => {
    waiting.current.push({ event, at: Date.now() });
    timer.current ??= setTimeout(() => {
      timer.current = null;
      const fresh = waiting.current.splice(0);
      setHeard((now) => [...now, ...fresh].slice(-KEPT));
      tell.current(
        new Set(fresh.map(({ event: { payload } }) => String((payload as { pipelineId?: string }).pipelineId))),
      );
    }, TELL_EVERY_MS);
  });
  return heard;
}
