import { MESSAGE_COLUMNS } from '../message.entity.js';

/** Sending takes at most half of this; a message that is still PENDING then was left by a process that died. */
const LEFT_AFTER = `interval '2 minutes'`;

const LEFT = `status = 'PENDING' AND execution_id IS NULL AND updated_at < clock_now() - ${LEFT_AFTER}`;

export const MESSAGE_BY_ID = `SELECT ${MESSAGE_COLUMNS} FROM message m WHERE m.workspace_id = $1 AND m.id = $2`;

/** The oldest $1 messages of persons that dead processes left, of all workspaces. */
export const TAKE_LEFT = `
  SELECT workspace_id AS "workspaceId", id FROM message WHERE ${LEFT}
  ORDER BY updated_at LIMIT $1 FOR UPDATE SKIP LOCKED`;

/** Whether there are any, as a SQL expression. */
export const ANY_LEFT = `(SELECT true FROM message WHERE ${LEFT} ORDER BY updated_at LIMIT 1)`;
