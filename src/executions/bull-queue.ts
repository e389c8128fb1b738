import { setTimeout as wait } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bull';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bull';
import { newId } from '../kernel/ids.js';
import { ExecutionQueue, LONGEST_RING_MS, type WakeListener } from './execution-queue.js';

/** The name of the queue in Bull. */
export const EXECUTIONS_QUEUE = 'executions';

/** What a job carries: the workspaces to look at, or nothing for a sleeper that is due. */
export interface WakeJob {
  workspaceIds?: string[];
}

// A job is a ring, not a record: it is never kept and never tried again.
const RING = { removeOnComplete: true, removeOnFail: true };

const CLOSE_WITHIN_MS = 2_000;

/** The doorbell over Bull on Redis: any worker process answers. */
@Injectable()
export class BullQueue extends ExecutionQueue implements BeforeApplicationShutdown {
  private readonly log = new Logger(BullQueue.name);
  private readonly pending = new Set<string>();
  private listener: WakeListener | null = null;

  constructor(@InjectQueue(EXECUTIONS_QUEUE) private readonly queue: Queue<WakeJob>) {
    super();
    queue.on('error', (err) => this.log.debug({ msg: 'Redis is away; the sweeper takes over', err }));
  }

  /** Rings of one turn of the event loop become one job. */
  ring(workspaceIds: Iterable<string>): void {
    if (this.pending.size === 0) setImmediate(() => this.flush());
    for (const id of workspaceIds) this.pending.add(id);
  }

  ringLater(wakeId: string, delayMs: number): void {
    if (delayMs > LONGEST_RING_MS) return;
    // Bull drops a job whose id it has seen, so every sleep has its own.
    this.add({}, { jobId: wakeId, delay: Math.ceil(delayMs) });
  }

  listen(listener: WakeListener): void {
    this.listener = listener;
  }

  /** After the drain and instead of Nest, who would wait for Bull as long as Bull waits for a Redis that is away. */
  async beforeApplicationShutdown(): Promise<void> {
    Object.assign(this.queue, { onApplicationShutdown: undefined });
    await Promise.race([this.queue.close(true).catch(() => undefined), wait(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }

  override async depth(): Promise<Record<string, number>> {
    return { ...(await this.queue.getJobCounts()) };
  }

  /** Answers a job at once: a ring never waits for what an earlier one was for, and the worker looks for all together. */
  answer({ workspaceIds }: WakeJob): void {
    const looked = workspaceIds ? this.listener?.wake(workspaceIds) : this.listener?.wakeSleepers();
    looked?.catch((err: Error) => this.log.debug({ msg: 'A ring was not answered; the sweeper finds what it was for', err }));
  }

  private flush(): void {
    const workspaceIds = [...this.pending];
    this.pending.clear();
    if (workspaceIds.length > 0) this.add({ workspaceIds }, { jobId: newId() });
  }

  private add(job: WakeJob, options: { jobId: string; delay?: number }): void {
    this.queue.add(job, { ...RING, ...options }).catch((err: Error) => this.log.debug({ msg: 'A ring was lost; the sweeper finds what it was for', err }));
  }
}
