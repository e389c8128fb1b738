const PREFIX = 'crm.';

/** A preference stored in this browser; null if there is none, or if storage is not allowed. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Stores a preference, if the browser allows it. Never a credential. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A private window may not allow it: then the preference lasts as long as the page.
  }
}
