import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { eventColumns } from './event.entity.js';
import type { PublishedEvent } from './event-store.js';

// Ids rise with time, so the oldest come first. The listeners' revision is today's: what was listening when the event was stored may have changed since.
const OVERDUE = `
  SELECT ${eventColumns('e')}, coalesce(l.revision, 0) AS "listenersRevision", coalesce(l.awaited, false) AS "isAwaited"
  FROM outbox o JOIN event e ON e.id = o.event_id
  LEFT JOIN event_listener l ON l.workspace_id = e.workspace_id AND l.event_type = e.type
  WHERE o.stored_at < clock_now() - $1 * interval '1 second' AND o.event_id > $2
  ORDER BY o.event_id LIMIT $3`;

/** Whether an event has waited longer than the grace, as a SQL expression. */
export const anyOverdue = (graceSeconds: number) => `
  (SELECT true FROM outbox WHERE stored_at < clock_now() - ${graceSeconds} * interval '1 second' ORDER BY event_id LIMIT 1)`;

/** Whether fewer than so many events wait for dispatch, as a SQL expression. */
export const fewerWait = (count: number) => `
  (SELECT count(*) < ${count} FROM (SELECT FROM outbox LIMIT ${count}) AS waiting)`;

const STATE = `SELECT count(*)::float8 AS depth, coalesce(extract(epoch FROM clock_now() - min(stored_at)), 0)::float8 AS "ageSeconds" FROM outbox`;

const COUNT_ATTEMPT = `UPDATE outbox SET attempts = attempts + 1 WHERE event_id = $1 RETURNING attempts`;

/** Events that wait for a dispatcher. */
@Injectable()
export class Outbox {
  constructor(private readonly database: Database) {}

  /** Events stored longer ago than the grace and still waiting, oldest first, after the given id. */
  overdue(graceSeconds: number, afterId: string, limit: number): Promise<PublishedEvent[]> {
    return this.database.query<PublishedEvent>(OVERDUE, [graceSeconds, afterId, limit]);
  }

  /** How many events wait, and for how long the oldest has. */
  async state(): Promise<{ depth: number; ageSeconds: number }> {
    const [row] = await this.database.query<{ depth: number; ageSeconds: number }>(STATE);
    return row!;
  }

  /** Counts a failed dispatch. Resolves with how often it failed, or 0 when the event waits no more. */
  async countAttempt(eventId: string): Promise<number> {
    const [row] = await this.database.query<{ attempts: number }>(COUNT_ATTEMPT, [eventId]);
    return row?.attempts ?? 0;
  }
}
