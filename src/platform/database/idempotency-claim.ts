import type { Reader } from './reader.js';
import type { Statement } from './statement.js';

/** The value a change returned. */
export interface Returned {
  returned: unknown;
}

/** Ensures that a change takes effect once: taken at the beginning of its transaction, kept by its commit. */
export interface IdempotencyClaim {
  /** Claims the change for this transaction. Resolves with undefined if it must be made, else with its earlier result. CONFLICT. */
  take(query: Reader['query']): Promise<Returned | undefined>;
  /** The statement that stores the result of the change; it commits with the change. */
  keep(returned: unknown): Statement<void>;
}
