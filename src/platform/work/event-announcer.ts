import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { PublishedEvent } from '../outbox/event-store.js';

/** The name under which committed events are emitted, one list per commit. */
export const EVENTS_COMMITTED = 'events.committed';

/** The same for committed events without listeners, which no dispatcher sees. */
export const EVENTS_UNHEARD = 'events.unheard';

/** Notifies this process of committed events. A missed notification loses nothing: the relay finds the events. */
@Injectable()
export class EventAnnouncer {
  constructor(private readonly emitter: EventEmitter2) {}

  committed(events: PublishedEvent[]): void {
    const heard = events.filter((event) => event.listenersRevision !== null);
    if (heard.length > 0) this.emitter.emit(EVENTS_COMMITTED, heard);
    if (heard.length < events.length)
      this.emitter.emit(
        EVENTS_UNHEARD,
        events.filter((event) => event.listenersRevision === null),
      );
  }
}
