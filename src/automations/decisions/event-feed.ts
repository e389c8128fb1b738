import { Injectable, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { automationNamesOf, executionsByIds } from '../../executions/log/execution-log.service.js';
import type { Execution } from '../../executions/log/execution.js';
import { LIMITS } from '../../kernel/limits.js';
import { Channels } from '../../platform/channels/channels.js';
import { Followers } from '../../platform/channels/followers.js';
import type { Reader } from '../../platform/database/reader.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { EVENTS_UNHEARD } from '../../platform/work/event-announcer.js';
import { eventsByIds } from '../../platform/outbox/event-log.service.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { Decision } from '../rules/decision.js';
import { decisionsOfEvents } from './decisions-of-events.js';

/** A decision with its execution, if already loaded. */
export type ToldDecision = Decision & { execution?: Execution | null };

/** An event with the first page of its decisions. */
export interface DecidedEvent extends StoredEvent {
  decided: ToldDecision[];
}

const BATCH = 200;
const MOST_WAITING = 20_000;

/**
 * Sends decided events to subscribers in every process. Only ids are sent, and only to processes with subscribers; each process
 * loads the events of its own subscribers in batches.
 */
@Injectable()
export class EventFeed {
  private readonly log = new Logger(EventFeed.name);
  private readonly followers = new Followers<DecidedEvent>((workspaceId, isFollowed) =>
    this.channel.follow(workspaceId, isFollowed),
  );
  private readonly channel = this.channels.open<string>('event-feed', (workspaceId, ids) =>
    this.receive(workspaceId, ids),
  );
  private readonly waiting = new Map<string, string[]>();

  constructor(
    private readonly channels: Channels,
    private readonly tenants: TenantDatabase,
  ) {}

  /** Sends events that were decided or have no listening automation, after the commit. Never throws. */
  @OnEvent(EVENTS_UNHEARD, { suppressErrors: false })
  announce(events: readonly Pick<StoredEvent, 'id' | 'workspaceId'>[]): void {
    for (const { id, workspaceId } of events) this.channel.send(workspaceId, [id]);
  }

  /** Every event of a workspace sent from the first `next()` on, until the iterator is returned. */
  subscribe(workspaceId: string): AsyncIterableIterator<DecidedEvent> {
    return this.followers.subscribe(workspaceId);
  }

  private receive(workspaceId: string, ids: string[]): void {
    const waiting = this.waiting.get(workspaceId);
    if (waiting) return void (waiting.length < MOST_WAITING && waiting.push(...ids));
    this.waiting.set(workspaceId, ids);
    setImmediate(() => void this.tellAll(workspaceId));
  }

  private async tellAll(workspaceId: string): Promise<void> {
    const waiting = this.waiting.get(workspaceId)!;
    const reader = this.tenants.reader(workspaceId);
    while (waiting.length > 0 && this.followers.isFollowed(workspaceId))
      await this.tell(reader, waiting.splice(0, BATCH));
    this.waiting.delete(workspaceId);
  }

  private async tell(reader: Reader, ids: string[]): Promise<void> {
    const { workspaceId } = reader;
    try {
      for (const event of await decidedEvents(reader, ids)) this.followers.tell(workspaceId, event);
    } catch (err) {
      // Subscribers miss these events, as during a lost connection; they can query them.
      this.log.warn({ msg: 'Events could not be read for their subscribers', workspaceId, count: ids.length, err });
    }
  }
}

// Loaded together, so that a burst takes a few statements instead of some per event and subscriber.
async function decidedEvents(reader: Reader, ids: string[]): Promise<DecidedEvent[]> {
  const [events, decisions] = await Promise.all([
    eventsByIds(reader, ids),
    decisionsOfEvents(reader, ids, { first: LIMITS.maxPageSize, after: null }),
  ]);
  const byEvent = new Map(ids.map((id, index) => [id, decisions[index]!]));
  const found = events.filter((event) => event !== null);
  const [executions, names] = await Promise.all([
    executionsOf(reader, decisions.flat()),
    namesOfCausing(reader, found),
  ]);
  return found.map((event) => ({
    ...event,
    actorName: event.actorName ?? names.get(event.actorId ?? '') ?? null,
    decided: byEvent
      .get(event.id)!
      .map((decision) => ({ ...decision, execution: executions.get(decision.executionId ?? '') ?? null })),
  }));
}

async function executionsOf(reader: Reader, decisions: Decision[]): Promise<Map<string, Execution | null>> {
  const ids = decisions.flatMap(({ executionId }) => executionId ?? []);
  const executions = ids.length > 0 ? await executionsByIds(reader, ids) : [];
  return new Map(ids.map((id, index) => [id, executions[index]!]));
}

async function namesOfCausing(reader: Reader, events: StoredEvent[]): Promise<Map<string, string | null>> {
  const ids = [...new Set(events.flatMap(({ executionId }) => executionId ?? []))];
  const names = ids.length > 0 ? await automationNamesOf(reader, ids) : [];
  return new Map(ids.map((id, index) => [id, names[index]!]));
}
