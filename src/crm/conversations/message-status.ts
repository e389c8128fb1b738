/** How far a message has come; inbound ones are RECEIVED and stay so. */
export const MESSAGE_STATUSES = ['RECEIVED', 'PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** What an outbound message can become. */
export type OutboundStatus = Exclude<MessageStatus, 'RECEIVED' | 'PENDING'>;

/** From where each status can be reached; reports come late and out of order, and a message never goes back. */
export const REACHED_FROM: Readonly<Record<OutboundStatus, readonly MessageStatus[]>> = {
  UNKNOWN: ['PENDING'],
  SENT: ['PENDING', 'UNKNOWN'],
  FAILED: ['PENDING', 'UNKNOWN', 'SENT'],
  DELIVERED: ['PENDING', 'UNKNOWN', 'SENT'],
  READ: ['PENDING', 'UNKNOWN', 'SENT', 'DELIVERED'],
};
