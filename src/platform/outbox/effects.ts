import type { Reader } from '../database/reader.js';
import { toConnection, type Connection, type PageQuery } from '../paging/connection.js';
import { eventColumns } from './event.entity.js';
import type { StoredEvent } from '../events/stored-event.js';

/** A page of the events that one execution caused. */
export interface EffectsQuery {
  id: string;
  page: PageQuery;
}

const EFFECTS = `
  SELECT k.place, ${eventColumns('v')}
  FROM unnest($2::uuid[], $3::uuid[], $4::int[]) WITH ORDINALITY AS k(id, after, size, place) CROSS JOIN LATERAL (
    SELECT * FROM event e
    WHERE e.workspace_id = $1 AND e.execution_id = k.id AND e.id < coalesce(k.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
    ORDER BY e.id DESC LIMIT k.size) AS v
  ORDER BY k.place, v.id DESC`;

/** The events that executions caused, newest first, one page each, in the order of the queries. */
export async function effectsOfExecutions(
  reader: Reader,
  queries: readonly EffectsQuery[],
): Promise<Connection<StoredEvent>[]> {
  const values = [
    queries.map(({ id }) => id),
    queries.map(({ page }) => page.afterId),
    queries.map(({ page }) => page.limit),
  ];
  const rows = await reader.query<StoredEvent & { place: string }>(EFFECTS, [reader.workspaceId, ...values]);
  return queries.map(({ page }, index) =>
    toConnection(
      rows.filter(({ place }) => Number(place) === index + 1),
      page,
    ),
  );
}
