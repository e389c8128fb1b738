import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { Poll } from '../../platform/pulse/poll.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import { ExecutionQueue } from '../queue/execution-queue.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';
import { EngineMetrics } from '../engine/engine-metrics.js';
import { SUSPECT } from '../log/transitions.js';
import { ANY_CANCELLING, SleeperCancellation } from './sleeper-cancellation.js';
import { LateOutcomes } from './late-outcomes.service.js';
import { WAITING_WORKSPACES } from './waiting-workspaces.js';
import { Engine } from '../engine/engine.js';

const BATCH = 500;
const NEXT_SUSPECT_MS = 250;

const NEXT_SUSPECT = `
  SELECT id FROM execution WHERE status = 'SLEEPING' AND wake_at <= clock_now() AND crashes >= ${SUSPECT}
    AND NOT EXISTS (SELECT FROM execution WHERE status = 'RUNNING' AND crashes >= ${SUSPECT}) ORDER BY wake_at LIMIT 1`;

const DUE = `
  SELECT ${standingColumns('e')} FROM execution e
  WHERE e.status = 'SLEEPING' AND e.wake_at <= clock_now() AND (e.crashes < ${SUSPECT} OR e.id = (${NEXT_SUSPECT}))
  ORDER BY e.wake_at LIMIT ${BATCH} FOR UPDATE OF e SKIP LOCKED`;

const LOST = `
  SELECT ${standingColumns('e')} FROM execution e WHERE e.status = 'RUNNING' AND e.lease_until < clock_now()
  LIMIT ${BATCH} FOR UPDATE OF e SKIP LOCKED`;

const ANY_WORK = `
  ${ANY_CANCELLING}
  OR (SELECT true FROM execution WHERE status = 'SLEEPING' AND wake_at <= clock_now() ORDER BY wake_at LIMIT 1)
  OR (SELECT true FROM execution WHERE status = 'RUNNING' AND lease_until < clock_now() ORDER BY workspace_id LIMIT 1)
  OR (SELECT true FROM execution WHERE status = 'QUEUED' ORDER BY workspace_id LIMIT 1)`;

const WAITING = `${WAITING_WORKSPACES} SELECT workspace_id AS id FROM waiting WHERE workspace_id IS NOT NULL`;

/** Finds in Postgres whatever the queue forgot: sleepers that are due, executions of dead workers, and all that waits. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweeper.name);
  private readonly renewals: Poll;
  private again = false;
  private stopping = false;
  private wakingSleepers: Promise<void> | null = null;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly engine: Engine,
    private readonly mover: ExecutionMover,
    private readonly queue: ExecutionQueue,
    private readonly metrics: EngineMetrics,
    private readonly lateOutcomes: LateOutcomes,
    private readonly cancellation: SleeperCancellation,
    private readonly pulse: Pulse,
  ) {
    this.renewals = new Poll('Lease renewal', (config.env.LEASE_SECONDS * 1_000) / 3, () => this.engine.renewLeases());
  }

  onApplicationBootstrap(): void {
    if (!this.config.runsExecutions) return;
    this.queue.listen({
      hasRoom: () => this.engine.room > 0,
      wake: (ids) => this.engine.wake(ids),
      wakeSleepers: () => this.wakeSleepers(),
    });
    const everySeconds = this.config.env.SWEEP_SECONDS;
    this.pulse.begin({ name: 'The sweep', everySeconds, isDue: ANY_WORK, turn: () => this.sweep() });
    this.renewals.start();
  }

  /** Ends when every move under way is committed and told; leases are renewed until then. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await this.pulse.stop();
    await this.wakingSleepers?.catch(() => undefined);
    await this.engine.drain();
    await this.renewals.stop();
  }

  /** One whole sweep. */
  async sweep(): Promise<void> {
    await this.cancellation.sweep();
    await this.wakeSleepers();
    await this.reclaim();
    const waiting = await this.database.query<{ id: string }>(WAITING);
    this.metrics.found('waiting', waiting.length);
    if (waiting.length > 0) await this.engine.wake(waiting.map(({ id }) => id));
  }

  /** Queues the sleepers that are due; many rings at once are one look, and a last one. */
  async wakeSleepers(): Promise<void> {
    if (this.stopping) return;
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
        await this.lateOutcomes.sweep();
        if ((await this.wake()) === BATCH) this.again = true;
      }
    } finally {
      this.wakingSleepers = null;
    }
  }

  private async wake(): Promise<number> {
    const woken = await this.mover.move({ text: DUE }, () => ({ type: 'woken' }));
    this.metrics.found('woken', woken.length);
    // After a suspect, the next one.
    for (const { id, seq, crashes } of woken)
      if (crashes >= SUSPECT) this.queue.ringLater(`${id}.${seq}`, NEXT_SUSPECT_MS);
    return woken.length;
  }

  private async reclaim(): Promise<void> {
    const reclaimed = await this.mover.move({ text: LOST }, () => ({ type: 'worker lost', jitter: Math.random() }));
    this.metrics.found('reclaimed', reclaimed.length);
    if (reclaimed.length > 0)
      this.logger.warn({ msg: 'Took over executions of workers that stopped', count: reclaimed.length });
  }
}
