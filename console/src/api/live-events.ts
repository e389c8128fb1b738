import { useEffect, useRef, useState } from 'react';
import { graphql, type ResultOf } from './graphql.ts';
import { useCatchUp, useSubscription } from './socket.ts';
import { untilNextTelling } from './telling.ts';

/** The fields of an event for a list row. */
export const EventRowParts = graphql(`
  fragment EventRowParts on Event {
    id
    type
    occurredAt
    actor {
      type
      id
      name
    }
    decisions {
      outcome
    }
  }
`);
export type EventRow = ResultOf<typeof EventRowParts>;

const EventsDecided = graphql(
  `
    subscription EventsDecided($types: [String!]) {
      eventDecided(types: $types) {
        ...EventRowParts
      }
    }
  `,
  [EventRowParts],
);

const newestFirst = (a: EventRow, b: EventRow) => (a.id < b.id ? 1 : -1);

/** The newest events decided since the screen was opened, at most `most`, delivered in batches. */
export function useLiveEvents(types: string[] | null, most: number): EventRow[] {
  const [told, tell] = useState<EventRow[]>([]);
  const kept = useRef(new Map<string, EventRow>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = () => {
    timer.current = undefined;
    const newest = [...kept.current.values()].sort(newestFirst).slice(0, most);
    kept.current = new Map(newest.map((event) => [event.id, event]));
    tell(newest);
  };
  useSubscription(EventsDecided, { types }, ({ eventDecided: event }) => {
    kept.current.set(event.id, event);
    // A page in the background renders seldom, so surplus events are dropped here.
    if (kept.current.size > most * 20) kept.current.delete(kept.current.keys().next().value!);
    timer.current ??= setTimeout(flush, untilNextTelling());
  });
  const wanted = JSON.stringify(types);
  useEffect(() => {
    kept.current.clear();
    tell([]);
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [wanted]);
  // Lists are queried again then, and include all earlier events.
  useCatchUp(() => {
    kept.current.clear();
    tell([]);
  });
  return told;
}

/** Merges queried and live events into one list, newest first, without duplicates. */
export function withLiveEvents(read: readonly EventRow[], told: readonly EventRow[], most: number): EventRow[] {
  if (told.length === 0) return read.slice(0, most);
  const all = new Map(read.map((event) => [event.id, event]));
  for (const event of told) all.set(event.id, event);
  return [...all.values()].sort(newestFirst).slice(0, most);
}
