import type { Reader } from '../../platform/database/reader.js';
import { inOrder } from '../../platform/graphql/request-loaders.js';
import { CONVERSATION_COLUMNS, type ConversationRow } from './conversation.entity.js';

const BY_IDS = `SELECT ${CONVERSATION_COLUMNS} FROM conversation v WHERE v.workspace_id = $1 AND v.id = ANY ($2::uuid[])`;

/** Conversations by id, null where there is none. */
export async function conversationsById(reader: Reader, ids: readonly string[]): Promise<(ConversationRow | null)[]> {
  return inOrder(ids, await reader.query<ConversationRow>(BY_IDS, [reader.workspaceId, ids]), ({ id }) => id);
}
