import { EventFeed } from '../../src/automations/decisions/event-feed.js';
import { socketOf } from './live.js';
import type { TestServer } from './test-server.js';

/** An event as received by a subscriber. */
interface SeenEvent {
  id: string;
  type: string;
  occurredAt: string;
  actor: { type: string; id: string | null; name: string | null };
  decisions: {
    automation: { id: string; name: string };
    outcome: string;
    reason: string;
    execution: { id: string; status: string } | null;
  }[];
}

/** An active subscription to events. */
export interface LiveEvents {
  seen: SeenEvent[];
  /** Resolves with everything received, as soon as it matches. */
  until(fits: (seen: SeenEvent[]) => boolean): Promise<SeenEvent[]>;
  close(): Promise<void>;
}

const DOCUMENT = `subscription EventDecided($types: [String!]) { eventDecided(types: $types) {
  id type occurredAt actor { type id name } decisions { automation { id name } outcome reason execution { id status } } } }`;

/** Subscribes to decided events; resolves once the server listens, so that nothing later is missed. */
export async function subscribeToEvents(server: TestServer, key: string, types?: string[]): Promise<LiveEvents> {
  const listens = nextListener(server);
  const socket = socketOf(server.url, key);
  const events = socket.iterate<{ eventDecided: SeenEvent }>({ query: DOCUMENT, variables: { types } });
  const seen: SeenEvent[] = [];
  let look = () => undefined as void;
  let failure: Error | undefined;
  const reading = (async () => {
    for await (const { data, errors } of events) {
      if (errors) throw new Error(JSON.stringify(errors));
      seen.push(data!.eventDecided);
      look();
    }
  })().catch((error: unknown) => {
    failure = error as Error;
    look();
  });
  await listens;
  return {
    seen,
    until: async (fits) => {
      while (!fits(seen)) {
        if (failure) throw failure;
        await new Promise<void>((resolve) => (look = resolve));
      }
      return seen;
    },
    close: async () => {
      await events.return?.();
      await reading;
      await socket.dispose();
    },
  };
}

// As with executions: the feed reports when somebody first waits for its next event.
function nextListener({ app }: TestServer): Promise<void> {
  const feed = app.get(EventFeed, { strict: false });
  const original = feed.subscribe;
  return new Promise((resolve) => {
    feed.subscribe = (workspaceId) => {
      feed.subscribe = original;
      const events = original.call(feed, workspaceId);
      const next = events.next.bind(events);
      events.next = (...args) => {
        const event = next(...args);
        resolve();
        return event;
      };
      return events;
    };
  });
}
