import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { ExecutionQueue } from '../../executions/queue/execution-queue.js';
import { ExecutionAnnouncer } from '../../executions/feed/execution-announcer.js';
import type { Execution } from '../../executions/log/execution.js';
import { FairQueue } from '../../kernel/fair-queue.js';
import { isConnectionLost } from '../../platform/database/connection-lost.js';
import { Database } from '../../platform/database/database.js';
import { EVENTS_COMMITTED } from '../../platform/work/event-announcer.js';
import type { PublishedEvent } from '../../platform/outbox/event-store.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { FactLoader } from '../../platform/facts/fact-loader.js';
import { inSpan } from '../../platform/tracing/tracing.js';
import { AutomationIndex } from '../rules/automation-index.js';
import { decide, refused } from '../decisions/decide.js';
import { DispatchMetrics, spanOf } from './dispatch-metrics.js';
import { EventFeed } from '../decisions/event-feed.js';
import { Intake, type DecidedEvent } from './intake.js';

const LANES = 2;
const BATCH = 64;
const MOST_ATTEMPTS = 5;

/** Turns events into decisions and executions. Dispatching an event twice starts nothing twice. */
@Injectable()
export class Dispatcher implements OnModuleDestroy {
  private readonly log = new Logger(Dispatcher.name);
  private readonly events = new FairQueue<PublishedEvent>();
  private readonly known = new Set<string>();
  // One batch per workspace at a time, so that its executions are queued in the order of its events.
  private readonly held = new Set<string>();
  private lanes = 0;
  private idle: (() => void) | null = null;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly index: AutomationIndex,
    private readonly queue: ExecutionQueue,
    private readonly metrics: DispatchMetrics,
    private readonly executions: ExecutionAnnouncer,
    private readonly feed: EventFeed,
    private readonly intake: Intake,
  ) {}

  /** Accepts events for dispatch; ignores those it already has. */
  @OnEvent(EVENTS_COMMITTED, { suppressErrors: false })
  accept(events: PublishedEvent[]): void {
    for (const event of events) {
      if (this.known.has(event.id)) continue;
      this.known.add(event.id);
      this.events.add(event.workspaceId, event);
    }
    this.go();
  }

  /**
   * Dispatches an event in the transaction that stored it, as any other. Resolves with what it started and with the waiting
   * executions that it joined; `tell` announces that, and is for after the commit.
   */
  async dispatchNow(work: Work, event: PublishedEvent): Promise<{ executions: Execution[]; tell: () => void }> {
    const { executions, changed } = await this.intake.takeWithin(work, await this.decideAll([event], work));
    await work.query(FLUSH);
    const tell = () => {
      this.announce(executions);
      this.queue.ringFor(executions);
      void this.intake.tell(changed);
      this.feed.announce([event]);
      this.metrics.dispatched([event]);
    };
    return { executions: [...executions, ...changed.filter(({ eventId }) => eventId === event.id)], tell };
  }

  /** Resolves when everything accepted so far was dispatched, or failed and is left to the relay. */
  async onModuleDestroy(): Promise<void> {
    if (this.lanes > 0) await new Promise<void>((resolve) => (this.idle = resolve));
  }

  private go(): void {
    while (this.lanes < LANES) {
      const groups = this.events.take(BATCH, this.held);
      if (groups.length === 0) break;
      for (const { group } of groups) this.held.add(group);
      this.lanes += 1;
      void this.lane(
        groups.map(({ group }) => group),
        groups.flatMap(({ items }) => items),
      );
    }
  }

  private async lane(workspaceIds: string[], events: PublishedEvent[]): Promise<void> {
    await this.dispatch(events);
    for (const { id } of events) this.known.delete(id);
    for (const id of workspaceIds) this.held.delete(id);
    this.lanes -= 1;
    this.go();
    if (this.lanes === 0) this.idle?.();
  }

  private async dispatch(events: PublishedEvent[]): Promise<void> {
    try {
      await this.commit(await this.decideAll(events));
    } catch (error) {
      if (events.length > 1) for (const event of events) await this.dispatch([event]);
      else await this.fail(events[0]!, error as Error);
    }
  }

  private async decideAll(events: PublishedEvent[], within?: Reader): Promise<DecidedEvent[]> {
    const facts = new FactLoader((workspaceId) => within ?? this.database.reader(workspaceId));
    return Promise.all(
      events.map((event) =>
        inSpan(spanOf(event), async () => {
          const { revision, lookup } = await this.index.listeners(event, event.listenersRevision ?? '0', within);
          const decided = await Promise.all(lookup.find(event).map((listener) => decide(event, listener, facts)));
          return { event, revision, decided };
        }),
      ),
    );
  }

  private async commit(decided: DecidedEvent[]): Promise<void> {
    const events = decided.map(({ event }) => event);
    await this.intake.take(decided, ({ executions, eventIds }) => {
      this.announce(executions);
      this.feed.announce(events.filter(({ id }) => eventIds.has(id)));
      this.metrics.dispatched(events);
    });
  }

  private announce(executions: Execution[]): void {
    if (executions.length > 0) this.executions.changed(executions.map((execution) => ({ execution, steps: [] })));
  }

  // An event that cannot be dispatched must neither block others nor disappear silently.
  private async fail(event: PublishedEvent, cause: Error): Promise<void> {
    // Not the event's fault: the relay retries.
    if (isConnectionLost(cause)) return;
    try {
      const attempts = await this.outbox.countAttempt(event.id);
      this.log.error({
        msg: `Dispatch failed, attempt ${attempts} of ${MOST_ATTEMPTS}`,
        workspaceId: event.workspaceId,
        eventId: event.id,
        err: cause,
      });
      if (attempts < MOST_ATTEMPTS) return;
      const { revision, lookup } = await this.index.listeners(event, '0');
      const decided = lookup.allFor(event).map((listener) => refused(listener, 'DISPATCH_FAILED', cause.message));
      await this.commit([{ event, revision, decided }]);
    } catch (error) {
      this.log.error({
        msg: 'Dispatch failed; the relay will retry',
        workspaceId: event.workspaceId,
        eventId: event.id,
        err: error,
      });
    }
  }
}

// The statement that dispatches does not wait for the disk; who asked for this one is told that it is done.
const FLUSH = 'SET LOCAL synchronous_commit TO DEFAULT';
