import { jest } from '@jest/globals';
import { aContactEvent, anOrderEvent, inStep, mistakesIn, paramsFor } from '../../../test/support/action-context.js';
import type { OrdersService } from '../../crm/orders/orders.service.js';
import { newId } from '../../kernel/ids.js';
import { ChangeStageAction } from './change-stage.action.js';

const [stageId, pipelineId] = [newId(), newId()];
const moveToStage = jest.fn(async (_work: unknown, id: string) => ({
  order: { id, stageId, pipelineId },
  moved: false,
}));
const action = new ChangeStageAction({ moveToStage } as unknown as OrdersService);

it("moves the event's order, and returns whether it was already there", async () => {
  const event = anOrderEvent();
  const context = inStep(event);
  expect(await action.perform(paramsFor(ChangeStageAction, { stageId, pipelineId }), context)).toEqual({
    orderId: event.orderId,
    pipelineId,
    stageId,
    moved: false,
  });
  expect(moveToStage).toHaveBeenCalledWith(context.work, event.orderId, { stageId, pipelineId });
});

it('fails permanently if the event has no order', async () => {
  await expect(
    action.perform(paramsFor(ChangeStageAction, { stageId }), inStep(aContactEvent())),
  ).rejects.toMatchObject({ code: 'NO_ORDER' });
});

it('requires a stage, and rejects unknown params', () => {
  expect(mistakesIn(ChangeStageAction, { stage: stageId }).map((mistake) => mistake.split(':')[0])).toEqual([
    'stageId',
    '',
  ]);
});
