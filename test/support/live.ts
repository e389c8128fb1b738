import { createClient, type Client as SocketClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ExecutionFeed } from '../../src/executions/feed/execution-feed.js';
import { documentOf, type TestServer } from './test-server.js';

/** An execution as received by a subscriber. */
export interface SeenExecution {
  id: string;
  seq: number;
  status: string;
  automation: { id: string; name: string };
  error: { code: string } | null;
  steps: { key: string; status: string; attempts: number; output: unknown }[];
}

/** An active subscription. */
export interface Live {
  /** Everything received so far. */
  seen: SeenExecution[];
  /** Resolves with everything received, as soon as one execution matches. */
  until(fits: (execution: SeenExecution) => boolean): Promise<SeenExecution[]>;
  close(): Promise<void>;
}

// The contract's own document, plus the number that reveals gaps.
const DOCUMENT = documentOf('ExecutionUpdated').replace('automationVersion', 'automationVersion seq');

/** A graphql-ws client, with or without a key. */
export const socketOf = (url: string, key?: string): SocketClient =>
  createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: key ? { authorization: `Bearer ${key}` } : {},
  });

/** Subscribes as the frontend does; resolves once the server listens, so that nothing later is missed. */
export async function subscribe(
  server: TestServer,
  key: string,
  filter: { automationId?: string; executionId?: string } = {},
): Promise<Live> {
  const listens = nextListener(server);
  const socket = socketOf(server.url, key);
  const changes = socket.iterate<{ executionUpdated: SeenExecution }>({ query: DOCUMENT, variables: filter });
  const seen: SeenExecution[] = [];
  let look = () => undefined as void;
  let failure: Error | undefined;
  const reading = (async () => {
    for await (const { data, errors } of changes) {
      if (errors) throw new Error(JSON.stringify(errors));
      seen.push(data!.executionUpdated);
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
      while (!seen.some(fits)) {
        if (failure) throw failure;
        await new Promise<void>((resolve) => (look = resolve));
      }
      return seen;
    },
    close: async () => {
      await changes.return?.();
      await reading;
      await socket.dispose();
    },
  };
}

// The protocol does not report when a subscription has started: the feed does, when somebody first waits for its next change.
function nextListener({ app }: TestServer): Promise<void> {
  const feed = app.get(ExecutionFeed, { strict: false });
  const original = feed.subscribe;
  return new Promise((resolve) => {
    feed.subscribe = (workspaceId) => {
      feed.subscribe = original;
      const changes = original.call(feed, workspaceId);
      const next = changes.next.bind(changes);
      changes.next = (...args) => {
        const change = next(...args);
        resolve();
        return change;
      };
      return changes;
    };
  });
}
