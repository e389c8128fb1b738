import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { checked, idOf, nameText, reference } from '../../kernel/checks/checks.js';
import { DomainError, invalidInput, notFound, type Mistake } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import { Deletions } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import {
  DELETE_STAGES,
  HOLD_PIPELINE,
  MAKE_ROOM,
  PUT_STAGES,
  RENAME_PIPELINE,
  STAGES,
} from './pipeline-edits.statements.js';
import type { PipelineRow } from './pipeline.entity.js';
import { pipelineUpdated } from './pipelines.events.js';
import { stagesOf } from './pipelines.service.js';
import type { StageRow } from './stage.entity.js';

const patch = z.object({
  name: nameText.nullish(),
  stages: stagesOf(z.object({ id: reference.nullish(), name: nameText.nullish() })).nullish(),
});
type GivenStage = NonNullable<z.output<typeof patch>['stages']>[number];

type Named = Pick<StageRow, 'id' | 'name'>;

/** Changes of a pipeline, and whether automations that use a stage that is left out are disabled. */
export type PipelineUpdate = z.input<typeof patch> & { force: boolean };

/** Changes pipelines and their stages. */
@Injectable()
export class PipelineEdits {
  constructor(private readonly deletions: Deletions) {}

  /**
   * Publishes pipeline.updated if something changed. NOT_FOUND, INVALID_INPUT; CONFLICT if orders are at a stage that is left out, or
   * automations use it: with `force`, they are disabled.
   */
  async update(work: Work, id: string, { force, ...input }: PipelineUpdate): Promise<PipelineRow> {
    const { name, stages: given } = checked(patch, input);
    const values = [work.workspaceId, idOf('pipeline', id)];
    const [held] = await work.query<PipelineRow>(HOLD_PIPELINE, values);
    if (!held) throw notFound('pipeline', id);
    const before = (await work.query<StageRow>(STAGES, values)).map(named);
    const stages = given ? wantedOf(given, before) : before;
    const pipeline = { ...held, name: name ?? held.name };
    if (pipeline.name === held.name && isDeepStrictEqual(stages, before)) return held;

    if (pipeline.name !== held.name) await work.query(RENAME_PIPELINE, [...values, pipeline.name]);
    if (given) await this.putStages(work, held, { before, stages, force });

    const previous = { name: held.name, stages: before };
    work.publish(pipelineUpdated({ pipelineId: held.id, pipeline: named(pipeline), stages, previous }));
    await recordInAudit(work, { action: 'pipeline.updated', subject: pipeline });
    return pipeline;
  }

  private async putStages(
    work: Work,
    { id }: PipelineRow,
    { before, stages, force }: { before: Named[]; stages: Named[]; force: boolean },
  ) {
    const values = [work.workspaceId, id];
    const left = before.filter((stage) => !stages.some((each) => each.id === stage.id));
    for (const stage of left)
      await this.deletions.assertUnused(
        work,
        { kind: 'stage', ids: [stage.id] },
        { what: `The stage "${stage.name}"`, force, becomes: 'deleted' },
      );

    if (left.length > 0) await work.query(DELETE_STAGES, [...values, left.map((each) => each.id)]).catch(refusal(left));
    await work.query(MAKE_ROOM, values);
    await work.query(PUT_STAGES, [...values, stages.map((each) => each.id), stages.map((each) => each.name)]);
  }
}

const named = ({ id, name }: Named): Named => ({ id, name });

/** The stages as they are to be. */
function wantedOf(given: GivenStage[], before: Named[]): Named[] {
  const names = new Map(before.map((stage) => [stage.id, stage.name]));
  const mistakes: Mistake[] = [];
  const seen = new Set<string>();
  const wanted = given.map(({ id: text, name }, index) => {
    const id = text == null ? newId() : idOf('stage', text);
    const present = names.get(id);
    if (text != null && present === undefined) throw notFound('stage', text);
    const at = ['input', 'stages', index];
    if (seen.has(id)) mistakes.push({ path: [...at, 'id'], message: 'The stage is listed twice' });
    seen.add(id);
    if (!name && present === undefined) mistakes.push({ path: [...at, 'name'], message: 'Required' });
    return { id, name: name ?? present ?? '' };
  });
  if (mistakes.length > 0) throw invalidInput(mistakes);
  return wanted;
}

const refusal = (left: Named[]) => (error: Error & { code?: string }) => {
  const names = left.map(({ name }) => `"${name}"`).join(', ');
  throw error.code === '23503'
    ? new DomainError(
        'CONFLICT',
        `Orders are at ${left.length > 1 ? 'one of the stages' : 'the stage'} ${names}: move them first`,
      )
    : error;
};
