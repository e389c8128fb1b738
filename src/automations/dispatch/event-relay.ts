import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { anyOverdue, Outbox } from '../../platform/outbox/outbox.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import { DispatchMetrics } from './dispatch-metrics.js';
import { Dispatcher } from './dispatcher.js';

const BATCH = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Hands the dispatcher the events that nobody dispatched: their process died, or was too slow. */
@Injectable()
export class EventRelay implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly outbox: Outbox,
    private readonly dispatcher: Dispatcher,
    private readonly metrics: DispatchMetrics,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    const isDue = anyOverdue(this.config.env.RELAY_GRACE_SECONDS);
    this.pulse.begin({ name: 'The relay', everySeconds: 1, isDue, turn: () => this.sweep() });
  }

  /** One look at everything that has waited longer than the grace. */
  async sweep(): Promise<void> {
    for (let afterId = BEFORE_ALL; ;) {
      const events = await this.outbox.overdue(this.config.env.RELAY_GRACE_SECONDS, afterId, BATCH);
      this.metrics.relayed(events.length);
      this.dispatcher.accept(events);
      if (events.length < BATCH) return;
      afterId = events.at(-1)!.id;
    }
  }
}
