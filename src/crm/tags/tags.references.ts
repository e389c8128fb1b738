import { defineReference } from '../../platform/facts/reference.js';

export const tagReference = defineReference({
  name: 'tag',
  find: `SELECT id, NULL::uuid AS "parentId" FROM tag WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`,
});
