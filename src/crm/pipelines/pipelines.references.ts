import { defineReference } from '../../platform/facts/reference.js';

export const pipelineReference = defineReference({
  name: 'pipeline',
  find: `SELECT id, NULL::uuid AS "parentId" FROM pipeline WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`,
});

export const stageReference = defineReference({
  name: 'stage',
  parent: 'pipeline',
  find: `SELECT id, pipeline_id AS "parentId" FROM stage WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`,
});
