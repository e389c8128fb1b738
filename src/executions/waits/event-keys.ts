import type { StoredEvent } from '../../platform/events/stored-event.js';

/** What the functions of find-affected.sql take: the workspaces, types, contacts and orders of events. */
export const keysOf = (events: readonly StoredEvent[]): unknown[][] => [
  events.map(({ workspaceId }) => workspaceId),
  events.map(({ type }) => type),
  events.map(({ contactId }) => contactId),
  events.map(({ orderId }) => orderId),
];
