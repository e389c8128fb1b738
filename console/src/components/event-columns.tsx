import { useMemo } from 'react';
import { Link } from 'wouter';
import type { EventRow } from '../api/live-events.ts';
import type { Text } from '../text/en.ts';
import { useText } from '../text/text.tsx';
import { ActorName } from './actor.tsx';
import { DecisionCounts } from './decision-counts.tsx';
import { EventType } from './event-type.tsx';
import type { Column } from './list.tsx';
import { RelativeTime } from './time.tsx';

/** The columns of the list of events: all of them if `whole`, otherwise the few that fit into half the width of the page. */
export function useEventColumns({ whole }: { whole: boolean }): Column<EventRow>[] {
  const text = useText().events;
  return useMemo(() => columnsOf(text, whole), [text, whole]);
}

function columnsOf(text: Text['events'], whole: boolean): Column<EventRow>[] {
  return [
    {
      name: text.type,
      of: ({ id, type }) => (
        <Link href={`/events/${id}`}>
          <EventType type={type} />
        </Link>
      ),
    },
    { name: text.automations, of: ({ decisions }) => <DecisionCounts decisions={decisions} /> },
    ...(whole ? [{ name: text.actor, of: ({ actor }: EventRow) => <ActorName actor={actor} /> }] : []),
    { name: text.at, of: ({ occurredAt }) => <RelativeTime at={occurredAt} /> },
  ];
}
