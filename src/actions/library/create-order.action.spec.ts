import { jest } from '@jest/globals';
import { aContactEvent, anOrderEvent, inStep, mistakesIn, paramsFor } from '../../../test/support/action-context.js';
import type { OrdersService } from '../../crm/orders/orders.service.js';
import { newId } from '../../kernel/ids.js';
import { CreateOrderAction } from './create-order.action.js';

const [orderId, stageId, pipelineId] = [newId(), newId(), newId()];
const create = jest.fn(async (..._: unknown[]) => ({ id: orderId, stageId, pipelineId }));
const action = new CreateOrderAction({ create } as unknown as OrdersService);

it("creates an order for the event's contact and returns its id for later actions", async () => {
  const event = aContactEvent();
  const output = await action.perform(
    paramsFor(CreateOrderAction, { pipelineId, name: 'Renewal', value: 1500, shippingCity: 'Recife' }),
    inStep(event),
  );
  expect(output).toEqual({ orderId, pipelineId, stageId });
  expect(create.mock.lastCall![1]).toEqual({
    pipelineId,
    name: 'Renewal',
    value: '1500',
    shippingCity: 'Recife',
    contactId: event.contactId,
    source: null,
  });
});

it("copies from the event's order what params select", async () => {
  const event = anOrderEvent();
  await action.perform(paramsFor(CreateOrderAction, { stageId, copyItems: true }), inStep(event));
  expect(create.mock.lastCall![1]).toMatchObject({
    stageId,
    source: { orderId: event.orderId, copyItems: true, copyTags: false },
  });
});

it('fails permanently if there is no order to copy from', async () => {
  await expect(
    action.perform(paramsFor(CreateOrderAction, { stageId, copyTags: true }), inStep(aContactEvent())),
  ).rejects.toMatchObject({ code: 'NO_ORDER' });
});

it('requires a pipeline or a stage', () => {
  expect(mistakesIn(CreateOrderAction, { name: 'Renewal' })).toEqual(['pipelineId: Required unless stageId is given']);
});
