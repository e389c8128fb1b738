/** The status of a message; inbound messages stay RECEIVED. */
export const MESSAGE_STATUSES = ['RECEIVED', 'PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** The possible later statuses of an outbound message. */
export type OutboundStatus = Exclude<MessageStatus, 'RECEIVED' | 'PENDING'>;

/** The statuses from which each can be reached; reports come late and out of order, and a message never goes back. */
export const REACHED_FROM: Readonly<Record<OutboundStatus, readonly MessageStatus[]>> = {
  UNKNOWN: ['PENDING'],
  SENT: ['PENDING', 'UNKNOWN'],
  FAILED: ['PENDING', 'UNKNOWN', 'SENT'],
  DELIVERED: ['PENDING', 'UNKNOWN', 'SENT'],
  READ: ['PENDING', 'UNKNOWN', 'SENT', 'DELIVERED'],
};
