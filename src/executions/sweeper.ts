import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { Poll } from '../platform/poll.js';
import { ExecutionQueue } from './execution-queue.js';
import { ExecutionLog } from './execution-log.service.js';
import { ExecutionWatch } from './execution-watch.js';
import { executionColumns, type Execution } from './execution.js';
import { UnknownSettlement } from './unknown-settlement.service.js';
import { WAITING_WORKSPACES } from './waiting-workspaces.js';
import { Worker } from './worker.js';

const BATCH = 500;

/** An execution whose worker died this often is not tried again. */
export const MOST_CRASHES = 5;

/** One that lost its worker this often at the same step may be what stops it. Such run one at a time, lest they take each other along. */
const SUSPECT = 2;

const NEXT_SUSPECT = `
  SELECT id FROM execution WHERE status = 'SLEEPING' AND wake_at <= clock_now() AND crashes >= ${SUSPECT}
    AND NOT EXISTS (SELECT FROM execution WHERE status = 'RUNNING' AND crashes >= ${SUSPECT}) ORDER BY wake_at LIMIT 1`;

const WAKE = `
  UPDATE execution e SET status = 'QUEUED', seq = e.seq + 1, wake_at = NULL
  WHERE e.id IN (SELECT id FROM execution WHERE status = 'SLEEPING' AND wake_at <= clock_now()
                 AND (crashes < ${SUSPECT} OR id = (${NEXT_SUSPECT}))
                 ORDER BY wake_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
  RETURNING ${executionColumns('e')}, CASE WHEN e.crashes >= ${SUSPECT} THEN 250 END AS "ringInMs"`;

// One that lost its worker again comes back alone, some seconds from the others: what stops workers must not take its neighbours along.
const RECLAIM = `
  UPDATE execution e SET seq = e.seq + 1, fence = e.fence + 1, crashes = e.crashes + 1, lease_until = NULL, worker_id = NULL,
    status = CASE WHEN e.crashes + 1 >= ${MOST_CRASHES} THEN 'FAILED' WHEN e.crashes + 1 >= ${SUSPECT} THEN 'SLEEPING' ELSE 'QUEUED' END,
    wake_at = CASE WHEN e.crashes + 1 >= ${SUSPECT} AND e.crashes + 1 < ${MOST_CRASHES} THEN clock_now() + interval '5 seconds' * 2 ^ (e.crashes - 1) * (0.5 + random()) END,
    completed_at = CASE WHEN e.crashes + 1 >= ${MOST_CRASHES} THEN clock_now() END,
    error = CASE WHEN e.crashes + 1 >= ${MOST_CRASHES} THEN
      jsonb_build_object('code', 'CRASHED', 'message', 'Its worker stopped ${MOST_CRASHES} times while running it') END
  WHERE e.id IN (SELECT id FROM execution WHERE status = 'RUNNING' AND lease_until < clock_now()
                 LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
  RETURNING ${executionColumns('e')}, (extract(epoch FROM e.wake_at - clock_now()) * 1000)::float8 AS "ringInMs"`;

const WAITING = `${WAITING_WORKSPACES} SELECT workspace_id AS id FROM waiting WHERE workspace_id IS NOT NULL`;

/** Finds in Postgres whatever the queue forgot: sleepers that are due, executions of dead workers, and all that waits. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweeper.name);
  private readonly sweeps: Poll;
  private readonly renewals: Poll;
  private again = false;
  private wakingSleepers: Promise<void> | null = null;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly worker: Worker,
    private readonly log: ExecutionLog,
    private readonly queue: ExecutionQueue,
    private readonly watch: ExecutionWatch,
    private readonly settlement: UnknownSettlement,
  ) {
    const { SWEEP_SECONDS, LEASE_SECONDS } = config.env;
    this.sweeps = new Poll('Sweep', SWEEP_SECONDS * 1_000, () => this.sweep());
    this.renewals = new Poll('Lease renewal', (LEASE_SECONDS * 1_000) / 3, () => this.worker.renewLeases());
  }

  onApplicationBootstrap(): void {
    if (!this.config.runsExecutions) return;
    this.queue.listen({ wake: (ids) => this.worker.wake(ids), wakeSleepers: () => this.wakeSleepers() });
    this.sweeps.start();
    this.renewals.start();
  }

  /** Leases are renewed until the last move under way is recorded. */
  async onModuleDestroy(): Promise<void> {
    await this.sweeps.stop();
    await this.worker.drain();
    await this.renewals.stop();
  }

  /** One whole sweep. */
  async sweep(): Promise<void> {
    await this.wakeSleepers();
    const reclaimed = await this.change(RECLAIM, 'reclaimed');
    if (reclaimed > 0) this.logger.warn({ msg: 'Took over executions of workers that stopped', count: reclaimed });
    const waiting = await this.database.query<{ id: string }>(WAITING);
    this.watch.found('waiting', waiting.length);
    if (waiting.length > 0) await this.worker.wake(waiting.map(({ id }) => id));
  }

  /** Queues the sleepers that are due; many rings at once are one look, and a last one. */
  async wakeSleepers(): Promise<void> {
    this.again = true;
    this.wakingSleepers ??= this.wakeAll();
    await this.wakingSleepers;
  }

  private async wakeAll(): Promise<void> {
    await Promise.resolve();
    try {
      while (this.again) {
        this.again = false;
        // What the provider has told by now must not end as unknown.
        await this.settlement.sweep();
        if ((await this.change(WAKE, 'woken')) === BATCH) this.again = true;
      }
    } finally {
      this.wakingSleepers = null;
    }
  }

  private async change(statement: string, kind: 'woken' | 'reclaimed'): Promise<number> {
    const executions = await this.database.query<Execution & { ringInMs?: number | null }>(statement);
    if (executions.length === 0) return 0;
    // Each at its own time: woken by the next sweep, they would come back together after all. After a suspect, the next one.
    for (const { id, seq, ringInMs } of executions) if (ringInMs) this.queue.ringLater(`${id}.${seq}`, ringInMs);
    const changes = await this.log.changes(executions);
    this.watch.found(kind, changes.length);
    this.watch.changed(changes);
    this.queue.ring(new Set(executions.map(({ workspaceId }) => workspaceId)));
    return executions.length;
  }
}
