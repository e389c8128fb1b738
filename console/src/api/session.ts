import { useSyncExternalStore } from 'react';

const KEY = 'crm.credential';

/** Why the user was signed out, for the sign-in page. */
export type SignOutReason = 'asked' | 'refused';

interface Session {
  /** An API key or a token; null when nobody is signed in. */
  credential: string | null;
  signedOut: SignOutReason | null;
}

let session: Session = { credential: sessionStorage.getItem(KEY), signedOut: null };
const listeners = new Set<() => void>();

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** The credential is stored only in the tab's session storage and lives as long as the tab. */
export function signIn(credential: string): void {
  sessionStorage.setItem(KEY, credential);
  set({ credential, signedOut: null });
}

/** Forgets the credential; `refused` if the server no longer accepts it. */
export function signOut(reason: SignOutReason): void {
  if (session.credential === null) return;
  sessionStorage.removeItem(KEY);
  set({ credential: null, signedOut: reason });
}

/** The credential now, for requests. */
export const credential = (): string | null => session.credential;

/** The session as a hook. */
export const useSession = (): Session =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
