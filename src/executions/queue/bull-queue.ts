import { setTimeout as wait } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bull';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bull';
import { newId } from '../../kernel/ids.js';
import { ExecutionQueue, LONGEST_RING_MS, type WakeListener } from './execution-queue.js';

/** The name of the queue in Bull. */
export const EXECUTIONS_QUEUE = 'executions';

/** The workspaces that a job is about; none for a due sleeper. */
export interface WakeJob {
  workspaceIds?: string[];
}

// A job is a notification, not a record: it is never kept and never retried.
const RING = { removeOnComplete: true, removeOnFail: true };

const CLOSE_WITHIN_MS = 2_000;

/** Rings over Bull on Redis: any worker process may answer. */
@Injectable()
export class BullQueue extends ExecutionQueue implements BeforeApplicationShutdown {
  private readonly log = new Logger(BullQueue.name);
  private readonly pending = new Set<string>();
  private listener: WakeListener | null = null;

  constructor(@InjectQueue(EXECUTIONS_QUEUE) private readonly queue: Queue<WakeJob>) {
    super();
    queue.on('error', (err) => this.log.debug({ msg: 'Redis is unavailable; the sweeper takes over', err }));
  }

  /** Rings of one turn of the event loop become one job; a worker with room answers its own without Redis. */
  ring(workspaceIds: Iterable<string>): void {
    if (this.listener?.hasRoom()) return this.answer({ workspaceIds: [...workspaceIds] });
    if (this.pending.size === 0) setImmediate(() => this.flush());
    for (const id of workspaceIds) this.pending.add(id);
  }

  ringLater(wakeId: string, delayMs: number): void {
    if (delayMs > LONGEST_RING_MS) return;
    // Bull drops a job with a known id, so every sleep has its own.
    this.add({}, { jobId: wakeId, delay: Math.ceil(delayMs) });
  }

  listen(listener: WakeListener): void {
    this.listener = listener;
  }

  /** After the drain, and instead of Nest, which would wait for Bull as long as Bull waits for an unavailable Redis. */
  async beforeApplicationShutdown(): Promise<void> {
    Object.assign(this.queue, { onApplicationShutdown: undefined });
    await Promise.race([
      this.queue.close(true).catch(() => undefined),
      wait(CLOSE_WITHIN_MS, undefined, { ref: false }),
    ]);
  }

  override async depth(): Promise<Record<string, number>> {
    return { ...(await this.queue.getJobCounts()) };
  }

  /** Completes a job at once: a ring never waits for the work of an earlier one; the worker finds the work of all rings together. */
  answer({ workspaceIds }: WakeJob): void {
    const looked = workspaceIds ? this.listener?.wake(workspaceIds) : this.listener?.wakeSleepers();
    looked?.catch((err: Error) =>
      this.log.debug({ msg: 'A ring was not answered; the sweeper will find its work', err }),
    );
  }

  private flush(): void {
    const workspaceIds = [...this.pending];
    this.pending.clear();
    if (workspaceIds.length > 0) this.add({ workspaceIds }, { jobId: newId() });
  }

  private add(job: WakeJob, options: { jobId: string; delay?: number }): void {
    this.queue
      .add(job, { ...RING, ...options })
      .catch((err: Error) => this.log.debug({ msg: 'A ring was lost; the sweeper will find its work', err }));
  }
}
