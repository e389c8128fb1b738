import { newId } from '../../kernel/ids.js';
import type { Work } from '../../platform/work/work.js';

const DELETE_MESSAGES = `
  WITH gone AS (DELETE FROM message WHERE workspace_id = $1 AND contact_id = $2 RETURNING id)
  SELECT count(*)::int AS count FROM gone`;

const DELETE_CONVERSATIONS = `DELETE FROM conversation WHERE workspace_id = $1 AND contact_id = $2`;

/** Deletes the conversations of a held contact with their messages. Resolves with how many messages there were. */
export async function deleteConversations(work: Work, contactId: string): Promise<number> {
  const values = [work.workspaceId, contactId];
  const [row] = await work.query<{ count: number }>(DELETE_MESSAGES, values);
  await work.query(DELETE_CONVERSATIONS, values);
  return row!.count;
}

const OPEN = `
  INSERT INTO conversation AS v (id, workspace_id, contact_id, channel, last_inbound_at)
  SELECT $4::uuid, $1, $3, f.channel, f.last_inbound_at FROM conversation f WHERE f.workspace_id = $1 AND f.contact_id = $2
  ON CONFLICT ON CONSTRAINT conversation_contact_key DO UPDATE SET last_inbound_at = greatest(v.last_inbound_at, excluded.last_inbound_at)`;

const GIVE = `
  UPDATE message m SET contact_id = $3, conversation_id = v.id FROM conversation v
  WHERE m.workspace_id = $1 AND m.contact_id = $2 AND v.workspace_id = $1 AND v.contact_id = $3`;

/** Moves the messages of one held contact into the conversation of another. */
export async function giveConversations(work: Work, from: string, into: string): Promise<void> {
  const values = [work.workspaceId, from, into];
  await work.query(OPEN, [...values, newId()]);
  await work.query(GIVE, values);
  await work.query(DELETE_CONVERSATIONS, [work.workspaceId, from]);
}
