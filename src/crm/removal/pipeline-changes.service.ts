import { Injectable } from '@nestjs/common';
import { DomainError, invalidInput } from '../../kernel/errors.js';
import { toId } from '../../kernel/ids.js';
import { idOf } from '../../kernel/checks/checks.js';
import type { Work } from '../../platform/work/work.js';
import { OrdersService } from '../orders/orders.service.js';
import { PipelineEdits, type PipelineUpdate } from '../pipelines/pipeline-edits.service.js';
import type { PipelineRow } from '../pipelines/pipeline.entity.js';

const MOST_ORDERS = 1_000;

/** Changes pipelines. Orders at stages that are left out may move to another stage first. */
@Injectable()
export class PipelineChanges {
  constructor(
    private readonly edits: PipelineEdits,
    private readonly orders: OrdersService,
  ) {}

  /** As `PipelineEdits.update`; with `moveOrdersTo`, publishes order.stage_changed for each order that moves. CONFLICT if more than 1,000 would. */
  async update(
    work: Work,
    id: string,
    { moveOrdersTo, ...input }: PipelineUpdate & { moveOrdersTo?: string | null },
  ): Promise<PipelineRow> {
    if (moveOrdersTo != null) await this.vacate(work, id, { stages: input.stages ?? [], to: moveOrdersTo });
    return this.edits.update(work, id, input);
  }

  private async vacate(
    work: Work,
    id: string,
    { stages, to }: { stages: NonNullable<PipelineUpdate['stages']>; to: string },
  ): Promise<void> {
    const kept = stages.flatMap((stage) => toId(stage.id ?? undefined) ?? []);
    if (!kept.includes(idOf('stage', to)))
      throw invalidInput([{ path: ['input', 'moveOrdersTo'], message: 'Expected the id of one of the stages given' }]);

    const left = await this.orders.holdElsewhere(work, idOf('pipeline', id), {
      stageIds: kept,
      limit: MOST_ORDERS + 1,
    });
    if (left.length > MOST_ORDERS)
      throw new DomainError(
        'CONFLICT',
        `More than ${MOST_ORDERS} orders are at stages that are left out: move some of them first`,
      );
    for (const orderId of left) await this.orders.moveToStage(work, orderId, { stageId: to });
  }
}
