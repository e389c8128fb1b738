import type { TadaDocumentNode } from 'gql.tada';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { askWhetherSignedIn, textOf } from './client.ts';
import { LiveSocket, type Connection } from './live-socket.ts';
import { socketUrl } from './place.ts';
import { credential, signOut } from './session.ts';

const socket = new LiveSocket({
  url: socketUrl('graphql'),
  credential,
  ended: () => {
    disconnect();
    signOut('refused');
  },
  // "Forbidden" may also mean too many connections: an HTTP request tells which.
  doubted: () => void askWhetherSignedIn(),
});

window.addEventListener('offline', () => socket.suspect());

const followState = (listener: () => void) => socket.onState(listener);

/** Whether live updates are available. */
export const useConnection = (): Connection => useSyncExternalStore(followState, () => socket.state);

/** Closes the connection; the next subscription opens a new one. */
export const disconnect = (): void => socket.dispose();

/**
 * Calls `catchUp` when earlier results may be outdated: after a lost connection, and once each connection has settled. Queries
 * have been refetched by then; this is for other state of a screen.
 */
export function useCatchUp(catchUp: () => void): void {
  const latest = useLatest(catchUp);
  useEffect(() => socket.onCatchUp(() => latest.current()), [latest]);
}

/** Subscribes while the component is mounted. `heard` may change without a new subscription. */
export function useSubscription<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables | null,
  heard: (data: Data) => void,
): void {
  const latest = useLatest(heard);
  const key = JSON.stringify(variables);
  useEffect(() => {
    const given = JSON.parse(key) as Variables | null;
    if (!given) return undefined;
    return socket.subscribe({ query: textOf(document), variables: given }, (data) => latest.current(data as Data));
  }, [document, key, latest]);
}

function useLatest<Value>(value: Value) {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
