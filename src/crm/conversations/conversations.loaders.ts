import type { Reader } from '../../platform/database/reader.js';
import { inOrder } from '../../platform/requester/request-loaders.js';
import { CONVERSATION_COLUMNS, type ConversationRow } from './conversation.entity.js';
import { MESSAGE_COLUMNS, type MessageRow } from './message.entity.js';

const BY_IDS = `SELECT ${CONVERSATION_COLUMNS} FROM conversation v WHERE v.workspace_id = $1 AND v.id = ANY ($2::uuid[])`;

/** Conversations by id, null for missing ones. */
export async function conversationsById(reader: Reader, ids: readonly string[]): Promise<(ConversationRow | null)[]> {
  return inOrder(ids, await reader.query<ConversationRow>(BY_IDS, [reader.workspaceId, ids]), ({ id }) => id);
}

const MESSAGES_BY_IDS = `SELECT ${MESSAGE_COLUMNS} FROM message m WHERE m.workspace_id = $1 AND m.id = ANY ($2::uuid[])`;

/** Messages by id, null for missing ones. */
export async function messagesByIds(reader: Reader, ids: readonly string[]): Promise<(MessageRow | null)[]> {
  return inOrder(ids, await reader.query<MessageRow>(MESSAGES_BY_IDS, [reader.workspaceId, ids]), ({ id }) => id);
}

const UP_TO = `
  SELECT ${MESSAGE_COLUMNS}, m.execution_id AS "executionId", (extract(epoch FROM m.created_at) * 1000000)::bigint::text AS us FROM message m
  WHERE m.workspace_id = $1 AND m.contact_id = $2
    AND (m.created_at, m.id) <= ('epoch'::timestamptz + $3::bigint * interval '1 microsecond', $4::uuid)
  ORDER BY m.created_at DESC, m.id DESC LIMIT $5`;

/** A message with its sort time in microseconds. */
export type TimedMessage = MessageRow & { us: string; executionId: string | null };

/** A contact's newest messages up to a time in microseconds and, within that time, an id. */
export const messagesUpTo = (
  reader: Reader,
  contactId: string,
  { us, id, limit }: { us: bigint; id: string; limit: number },
): Promise<TimedMessage[]> =>
  reader.query<TimedMessage>(UP_TO, [reader.workspaceId, contactId, us.toString(), id, limit]);
