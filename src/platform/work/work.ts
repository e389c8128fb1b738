import type { EntityManager } from 'typeorm';
import type { NewEvent } from '../events/define-event.js';
import type { Origin } from '../events/origin.js';
import type { Reader } from '../database/reader.js';

/** An open unit of work: its changes and events commit together, or not at all. */
export interface Work extends Reader {
  readonly origin: Origin;
  /** TypeORM in this transaction, for insert, update, delete and query builder; not `save`, which reads first. */
  readonly manager: EntityManager;
  /** Stores the event with the change; listeners are notified after the commit. */
  publish(event: NewEvent): void;
  /** Runs after the commit, before the change is answered. A process that dies before that does not run it; a failure is logged. */
  afterCommit(action: () => Promise<unknown>): void;
}
