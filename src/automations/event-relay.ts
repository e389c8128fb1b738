import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { Outbox } from '../platform/events/outbox.js';
import { Poll } from '../platform/poll.js';
import { DispatchWatch } from './dispatch-watch.js';
import { Dispatcher } from './dispatcher.js';

const BATCH = 500;
const EVERY_MS = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Hands the dispatcher the events that nobody dispatched: their process died, or was too slow. */
@Injectable()
export class EventRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly poll = new Poll('Relay', EVERY_MS, () => this.sweep());

  constructor(
    private readonly config: Config,
    private readonly outbox: Outbox,
    private readonly dispatcher: Dispatcher,
    private readonly watch: DispatchWatch,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.runsExecutions) this.poll.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.poll.stop();
  }

  /** One look at everything that has waited longer than the grace. */
  async sweep(): Promise<void> {
    for (let afterId = BEFORE_ALL; ; ) {
      const events = await this.outbox.overdue(this.config.env.RELAY_GRACE_SECONDS, afterId, BATCH);
      this.watch.relayed(events.length);
      this.dispatcher.accept(events);
      if (events.length < BATCH) return;
      afterId = events.at(-1)!.id;
    }
  }
}
