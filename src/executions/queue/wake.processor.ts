import { Process, Processor } from '@nestjs/bull';
import type { Job } from 'bull';
import { BullQueue, EXECUTIONS_QUEUE, type WakeJob } from './bull-queue.js';

/** Passes Bull's jobs to the worker. */
@Processor(EXECUTIONS_QUEUE)
export class WakeProcessor {
  constructor(private readonly queue: BullQueue) {}

  @Process()
  async wake(job: Job<WakeJob>): Promise<void> {
    this.queue.answer(job.data);
  }
}
