import { jest } from '@jest/globals';
import { anOrderEvent, inStep, paramsFor } from '../../../test/support/action-context.js';
import type { OrdersService } from '../../crm/orders/orders.service.js';
import { newId } from '../../kernel/ids.js';
import { DuplicateOrderAction } from './duplicate-order.action.js';

const copied = { id: newId(), stageId: newId(), pipelineId: newId() };
const duplicate = jest.fn(async (..._: unknown[]) => copied);
const action = new DuplicateOrderAction({ duplicate } as unknown as OrdersService);

it('copies everything by default, and returns the ids of both orders', async () => {
  const event = anOrderEvent();
  const context = inStep(event);
  const output = await action.perform(paramsFor(DuplicateOrderAction, { copyTags: false }), context);
  expect(output).toEqual({
    orderId: copied.id,
    sourceOrderId: event.orderId,
    pipelineId: copied.pipelineId,
    stageId: copied.stageId,
  });
  expect(duplicate).toHaveBeenCalledWith(context.work, event.orderId, {
    copyContact: true,
    copyItems: true,
    copyValue: true,
    copyTags: false,
  });
});
