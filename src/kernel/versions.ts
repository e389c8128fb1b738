import { DomainError } from './errors.js';

/** A change that applies to one version of an object only. */
export interface Expecting {
  /** The version that the caller read; not checked if omitted. */
  expectedVersion?: number | null;
}

/** The object has changed since the caller read it; carries the current version. */
export class VersionConflictError extends DomainError {
  constructor(
    what: string,
    expected: number,
    readonly version: number,
  ) {
    const message = `The ${what} has version ${version} now, not ${expected}: read it again and repeat the change`;
    super('CONFLICT', message, [{ path: ['expectedVersion'], message }]);
  }
}

/** A draft has changed since the caller read it, or is gone; carries its current revision, 0 if there is none. */
export class RevisionConflictError extends DomainError {
  constructor(
    expected: number,
    readonly revision: number,
  ) {
    const now = revision === 0 ? 'There is no draft now' : `The draft has revision ${revision} now`;
    const message = `${now}, not revision ${expected}: read it again and repeat the change`;
    super('CONFLICT', message, [{ path: ['expectedRevision'], message }]);
  }
}

/** Rejects a change that was meant for another version. CONFLICT. */
export function assertVersion(what: string, { expectedVersion }: Expecting, version: number): void {
  if (expectedVersion != null && expectedVersion !== version)
    throw new VersionConflictError(what, expectedVersion, version);
}
