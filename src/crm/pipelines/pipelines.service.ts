import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { checked, idOf, nameText } from '../../kernel/checks/checks.js';
import { PIPELINE_COLUMNS, PipelineEntity, type PipelineRow } from './pipeline.entity.js';
import { StageEntity } from './stage.entity.js';

/** The maximum number of stages of a pipeline. */
export const MAX_STAGES = 50;

/** The stages of a pipeline, in order. */
export const stagesOf = <Stage extends z.ZodType>(stage: Stage) =>
  z.array(stage).min(1, 'At least one stage').max(MAX_STAGES, `At most ${MAX_STAGES} stages`);

const newPipeline = z.object({ name: nameText, stages: stagesOf(nameText).nullish() });

const BY_ID = `SELECT ${PIPELINE_COLUMNS} FROM pipeline p WHERE p.workspace_id = $1 AND p.id = $2`;

const PLACES = `
  SELECT s.id AS "stageId", s.name AS "stageName", p.id AS "pipelineId", p.name AS "pipelineName"
  FROM pipeline p JOIN stage s ON s.workspace_id = p.workspace_id AND s.pipeline_id = p.id
  WHERE p.workspace_id = $1 ORDER BY p.id, s.position LIMIT 5000`;

/** A stage and its pipeline. */
export interface Place {
  stageId: string;
  stageName: string;
  pipelineId: string;
  pipelineName: string;
}

const PAGE = `
  SELECT ${PIPELINE_COLUMNS} FROM pipeline p
  WHERE p.workspace_id = $1 AND p.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  ORDER BY p.id DESC LIMIT $3`;

/** Sales pipelines and their stages. */
@Injectable()
export class PipelinesService {
  /** Creates a pipeline with its stages in the given order. INVALID_INPUT. */
  async create(work: Work, input: z.input<typeof newPipeline>): Promise<PipelineRow> {
    const { name, stages } = checked(newPipeline, input);

    const { workspaceId, manager } = work;
    const pipeline = manager.create(PipelineEntity, { id: newId(), workspaceId, name });
    const named = (stages ?? ['New']).map((stage, position) => ({
      id: newId(),
      workspaceId,
      pipelineId: pipeline.id,
      name: stage,
      position,
    }));
    await manager.insert(PipelineEntity, pipeline);
    await manager.insert(StageEntity, named);

    return pipeline;
  }

  /** NOT_FOUND if there is none. */
  async byId(reader: Reader, id: string): Promise<PipelineRow> {
    const [pipeline] = await reader.query<PipelineRow>(BY_ID, [reader.workspaceId, idOf('pipeline', id)]);
    if (!pipeline) throw notFound('pipeline', id);
    return pipeline;
  }

  /** The stages of all pipelines in order, at most 5,000. */
  async places(reader: Reader): Promise<Place[]> {
    return reader.query<Place>(PLACES, [reader.workspaceId]);
  }

  /** Newest first. */
  async page(reader: Reader, args: PageArgs): Promise<Connection<PipelineRow>> {
    const query = pageQuery(args);
    return toConnection(await reader.query<PipelineRow>(PAGE, [reader.workspaceId, query.afterId, query.limit]), query);
  }
}
