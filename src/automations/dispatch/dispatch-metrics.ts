import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { SpanOf } from '../../platform/tracing/tracing.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Metrics of the dispatch from events to automations. */
@Injectable()
export class DispatchMetrics implements OnModuleInit {
  private readonly lag = this.metrics.histogram(
    { name: 'crm_dispatch_lag_seconds', help: 'From an event to the commit of its dispatch' },
    SECONDS,
  );
  private readonly finds = this.metrics.counter({
    name: 'crm_relay_finds_total',
    help: 'Events that the relay found waiting, including those in progress',
  });

  constructor(
    private readonly metrics: Metrics,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge({ name: 'crm_outbox_events', help: 'Events that wait for a dispatcher' }, async () => [
      { value: (await this.outbox.state()).depth },
    ]);
    this.metrics.gauge({ name: 'crm_outbox_age_seconds', help: 'Age of the longest-waiting event' }, async () => [
      { value: (await this.outbox.state()).ageSeconds },
    ]);
  }

  /** Counts dispatched events, after the commit. */
  dispatched(events: StoredEvent[]): void {
    for (const { occurredAt } of events) this.lag.observe(Math.max(0, Date.now() - occurredAt.getTime()) / 1_000);
  }

  /** Counts events that the relay found. */
  relayed(count: number): void {
    this.finds.inc(count);
  }
}

/** The span of an event's dispatch, in the trace of the change that published it. */
export const spanOf = ({ id, workspaceId, type, traceparent }: StoredEvent): SpanOf => ({
  name: `dispatch ${type}`,
  attributes: { 'crm.workspace_id': workspaceId, 'crm.event_id': id },
  parent: traceparent,
});
