/**
 * The recursive query `waiting`: workspaces that have queued executions. It steps from one to the next, so that a long line
 * in one costs no more than a short one; its last row is null.
 */
export const WAITING_WORKSPACES = `
  WITH RECURSIVE waiting AS (
    (SELECT workspace_id FROM execution WHERE status = 'QUEUED' ORDER BY workspace_id LIMIT 1)
    UNION ALL
    SELECT (SELECT e.workspace_id FROM execution e WHERE e.status = 'QUEUED' AND e.workspace_id > w.workspace_id
            ORDER BY e.workspace_id LIMIT 1)
    FROM waiting w WHERE w.workspace_id IS NOT NULL
  )`;
