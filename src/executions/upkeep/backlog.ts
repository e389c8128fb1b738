import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { Readiness } from '../../platform/health/readiness.js';
import { Metrics, type Reading } from '../../platform/metrics/metrics.js';
import { ExecutionQueue } from '../queue/execution-queue.js';
import { WAITING_WORKSPACES } from './waiting-workspaces.js';

const COUNT = `
  SELECT (SELECT count(*) FROM execution WHERE status = 'QUEUED')::float8 AS "QUEUED",
    (SELECT count(*) FROM execution WHERE status = 'RUNNING')::float8 AS "RUNNING",
    (SELECT count(*) FROM execution WHERE status = 'SLEEPING')::float8 AS "SLEEPING"`;

// The first in each workspace's line: as many rows are read as workspaces wait. One that was
// queued again does not tell since when, so only those never begun count. "Stalled" are those that could have begun: their
// workspace has a free place and their subject no turn under way, so a long line of one customer is not our trouble.
const WAITED = `${WAITING_WORKSPACES}, due AS (
    SELECT first.queued_at AS since,
      (SELECT count(*) < coalesce((SELECT s.concurrent_executions FROM workspace s WHERE s.id = w.workspace_id), $1) AND count(*) FILTER (WHERE r.subject_id = first.subject_id) = 0
       FROM execution r WHERE r.workspace_id = w.workspace_id AND r.status = 'RUNNING') AS free
    FROM waiting w CROSS JOIN LATERAL (
      SELECT q.queued_at, q.subject_id FROM execution q
      WHERE q.workspace_id = w.workspace_id AND q.status = 'QUEUED' AND q.fence = 0 ORDER BY q.event_seq, q.id LIMIT 1) first
    UNION ALL
    (SELECT wake_at, true FROM execution WHERE status = 'SLEEPING' AND wake_at <= clock_now() ORDER BY wake_at LIMIT 1)
  )
  SELECT coalesce(extract(epoch FROM clock_now() - min(since)), 0)::float8 AS oldest,
    coalesce(extract(epoch FROM clock_now() - min(since) FILTER (WHERE free)), 0)::float8 AS stalled
  FROM due`;

/** What waits to be run: metrics read it, and a process that runs executions is not ready while it falls behind. */
@Injectable()
export class Backlog implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly queue: ExecutionQueue,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge(
      { name: 'crm_executions', help: 'Executions that have not ended, by status', labels: ['status'] },
      () => this.counts(),
    );
    this.metrics.gauge(
      { name: 'crm_oldest_due_execution_seconds', help: 'How long the execution has waited that is due longest' },
      async () => [{ value: (await this.waited()).oldest }],
    );
    this.metrics.gauge(
      { name: 'crm_queue_depth', help: 'Jobs in the queue on Redis, by state', labels: ['state'] },
      () => this.depth(),
    );
    // The API goes on answering, and storing events, while workers are behind: only they are not ready.
    if (this.config.runsExecutions) this.readiness.require(() => this.objection());
  }

  /** For how many seconds the longest waiting due execution has waited, and the longest waiting one that could have begun. */
  async waited(): Promise<{ oldest: number; stalled: number }> {
    const [row] = await this.database.query<{ oldest: number; stalled: number }>(WAITED, [
      this.config.env.WORKSPACE_CONCURRENCY,
    ]);
    return row!;
  }

  private async objection(): Promise<string | null> {
    const { stalled } = await this.waited();
    const most = this.config.env.READY_MAX_LAG_SECONDS;
    return stalled > most
      ? `an execution that could run has waited ${Math.round(stalled)} s, more than ${most} s`
      : null;
  }

  private async counts(): Promise<Reading[]> {
    const [row] = await this.database.query<Record<string, number>>(COUNT);
    return readings('status', row!);
  }

  private async depth(): Promise<Reading[]> {
    return readings('state', await this.queue.depth());
  }
}

const readings = (label: string, values: Record<string, number>): Reading[] =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
