import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ADVISORY_LOCKS } from '../../platform/database/advisory-locks.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';

const EVERY_SECONDS = 60;
const BATCH = 500;
// What one turn may delete at most, so that a worker's other polls and the database get their share.
const BATCHES = 100;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

// One worker at a time: whoever does not get the lock deletes nothing, and its turn is over.
const TURN = `turn AS MATERIALIZED (SELECT clock_now() - $1 * interval '1 day' AS cutoff WHERE pg_try_advisory_xact_lock(${ADVISORY_LOCKS.retention}))`;
// As values, not as a join, so that a batch is the beginning of a walk along the primary key; null without the turn.
const CUTOFF = '(SELECT cutoff FROM turn)';

// Ids rise with time, so the primary key finds what is old, and no index has to be kept for it. They come from the clock of
// whoever made them, so the time in the row decides.
const idAt = (instant: string) =>
  `(lpad(to_hex((extract(epoch FROM ${instant}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

/** Rows that are old enough to look at, one batch after the last id that was looked at. */
const batchOf = (table: string, id: string, condition: string) => `
  old AS (
    SELECT t.${id} AS id FROM ${table} t
    WHERE t.${id} > $2 AND t.${id} < (SELECT ${idAt('cutoff')} FROM turn) AND ${condition}
    ORDER BY t.${id} LIMIT ${BATCH} FOR UPDATE OF t SKIP LOCKED)`;

const RESULT = `SELECT count(*)::int AS count, max(id::text) AS last FROM old`;

const EXECUTIONS = `
  WITH ${TURN}, ${batchOf('execution', 'id', `t.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AND t.completed_at < ${CUTOFF}`)},
  steps AS (DELETE FROM step USING old WHERE step.execution_id = old.id),
  gone AS (DELETE FROM execution USING old WHERE execution.id = old.id)
  ${RESULT}`;

const LEFTOVERS = `
  WITH ${TURN}, ${batchOf('outbox', 'event_id', `t.stored_at < ${CUTOFF}`)},
  gone AS (DELETE FROM outbox USING old WHERE outbox.event_id = old.id)
  ${RESULT}`;

// An event stays as long as an execution of it does: a failed one may still be retried, and needs it. One that is just
// being dispatched is still in the outbox, or has its executions.
const EVENTS = `
  WITH ${TURN}, ${batchOf(
    'event',
    'id',
    `t.occurred_at < ${CUTOFF}
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = t.id)
    AND NOT EXISTS (SELECT FROM execution e WHERE e.event_id = t.id)`,
  )},
  decisions AS (DELETE FROM decision USING old WHERE decision.event_id = old.id),
  gone AS (DELETE FROM event USING old WHERE event.id = old.id)
  ${RESULT}`;

// The newest version is an automation's own. An older one was last started when the next one came, or moments later.
const DEFINITIONS = `
  WITH ${TURN}, ${batchOf(
    'definition',
    'id',
    `EXISTS (
    SELECT FROM definition n WHERE n.automation_id = t.automation_id AND n.version = t.version + 1 AND n.created_at < ${CUTOFF}
      AND NOT EXISTS (SELECT FROM execution e WHERE e.workspace_id = t.workspace_id AND e.automation_id = t.automation_id
                      AND e.id < ${idAt(`n.created_at + interval '1 day'`)} AND e.definition_id = t.id))`,
  )},
  gone AS (DELETE FROM definition USING old WHERE definition.id = old.id)
  ${RESULT}`;

/** Whether any row is older than the retention, as a SQL expression. */
const anyOld = (days: number) =>
  Object.entries({ execution: 'id', outbox: 'event_id', event: 'id', definition: 'id' })
    .map(([table, id]) => {
      const cutoff = idAt(`clock_now() - ${days} * interval '1 day'`);
      return `(SELECT true FROM ${table} WHERE ${id} < ${cutoff} ORDER BY ${id} LIMIT 1)`;
    })
    .join(' OR ');

/** In this order: executions free their events and definitions. */
const STATEMENTS = { executions: EXECUTIONS, 'outbox leftovers': LEFTOVERS, events: EVENTS, definitions: DEFINITIONS };

/** Deletes the log when it is older than RETENTION_DAYS, in small batches; what lives and what the CRM holds is never touched. */
@Injectable()
export class Retention implements OnApplicationBootstrap {
  private readonly log = new Logger(Retention.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    const isDue = anyOld(this.config.env.RETENTION_DAYS);
    this.pulse.begin({ name: 'Retention', everySeconds: EVERY_SECONDS, isDue, turn: () => this.sweep() });
  }

  /** One turn: at most 100 batches of 500 of each kind. Does nothing while another worker has the turn. */
  async sweep(): Promise<void> {
    for (const [kind, statement] of Object.entries(STATEMENTS)) {
      const count = await this.deleteOld(statement);
      if (count > 0)
        this.log.log({ msg: `Deleted ${kind} past their retention`, count, days: this.config.env.RETENTION_DAYS });
    }
  }

  private async deleteOld(statement: string): Promise<number> {
    let deleted = 0;
    for (let batch = 0, afterId = BEFORE_ALL; batch < BATCHES; batch += 1) {
      const [row] = await this.database.query<{ count: number; last: string | null }>(statement, [
        this.config.env.RETENTION_DAYS,
        afterId,
      ]);
      deleted += row!.count;
      if (row!.count < BATCH) break;
      afterId = row!.last!;
    }
    return deleted;
  }
}
