import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ExecutionQueue, LONGEST_RING_MS, type WakeListener } from './execution-queue.js';

/** Rings within a single process. */
@Injectable()
export class InProcessQueue extends ExecutionQueue implements OnModuleDestroy {
  private listener: WakeListener | null = null;
  private readonly timers = new Set<NodeJS.Timeout>();

  ring(workspaceIds: Iterable<string>): void {
    void this.listener?.wake([...workspaceIds]);
  }

  ringLater(_wakeId: string, delayMs: number): void {
    if (delayMs > LONGEST_RING_MS) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.listener?.wakeSleepers().catch(() => undefined);
    }, delayMs).unref();
    this.timers.add(timer);
  }

  listen(listener: WakeListener): void {
    this.listener = listener;
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}
