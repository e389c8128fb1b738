import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { PublishedEvent } from './event-store.js';

/** The name under which committed events are emitted, as one list for each commit. */
export const EVENTS_COMMITTED = 'events.committed';

/** Tells this process, after the commit, what was committed. Missing it loses nothing: the relay sweeps. */
@Injectable()
export class EventAnnouncer {
  constructor(private readonly emitter: EventEmitter2) {}

  committed(events: PublishedEvent[]): void {
    const awaited = events.filter((event) => event.listenersRevision !== null);
    if (awaited.length > 0) this.emitter.emit(EVENTS_COMMITTED, awaited);
  }
}
