import type { EntityManager } from 'typeorm';
import type { NewEvent } from '../events/define-event.js';
import type { Origin } from '../events/origin.js';
import type { Reader } from './reader.js';

/** An open unit of work: what is changed and published through it commits together, or not at all. */
export interface Work extends Reader {
  readonly origin: Origin;
  /** TypeORM bound to this transaction, for insert, update, delete and query builder; not `save`, which reads first. */
  readonly manager: EntityManager;
  /** Keeps the event with the change; others hear of it after the commit. */
  publish(event: NewEvent): void;
}
