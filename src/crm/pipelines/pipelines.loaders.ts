import type { Reader } from '../../platform/database/reader.js';
import { grouped, inOrder } from '../../platform/requester/request-loaders.js';
import { PIPELINE_COLUMNS, type PipelineRow } from './pipeline.entity.js';
import { STAGE_COLUMNS, type StageRow } from './stage.entity.js';

const PIPELINES = `SELECT ${PIPELINE_COLUMNS} FROM pipeline p WHERE p.workspace_id = $1 AND p.id = ANY ($2::uuid[])`;
const STAGES = `SELECT ${STAGE_COLUMNS} FROM stage s WHERE s.workspace_id = $1 AND s.id = ANY ($2::uuid[])`;
const STAGES_OF = `
  SELECT ${STAGE_COLUMNS} FROM stage s WHERE s.workspace_id = $1 AND s.pipeline_id = ANY ($2::uuid[]) ORDER BY s.position`;

/** Pipelines by id, null for missing ones. */
export async function pipelinesById(reader: Reader, ids: readonly string[]): Promise<(PipelineRow | null)[]> {
  return inOrder(ids, await reader.query<PipelineRow>(PIPELINES, [reader.workspaceId, ids]), ({ id }) => id);
}

/** Stages by id, null for missing ones. */
export async function stagesById(reader: Reader, ids: readonly string[]): Promise<(StageRow | null)[]> {
  return inOrder(ids, await reader.query<StageRow>(STAGES, [reader.workspaceId, ids]), ({ id }) => id);
}

/** The stages of each pipeline, in order. */
export async function stagesOfPipelines(reader: Reader, ids: readonly string[]): Promise<StageRow[][]> {
  return grouped(
    ids,
    await reader.query<StageRow>(STAGES_OF, [reader.workspaceId, ids]),
    ({ pipelineId }) => pipelineId,
  );
}
