import { factPathsOf } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { orderDeletedTrigger } from './order-deleted.trigger.js';

const runner = makeTriggerRunner(orderDeletedTrigger);
const payload = { orderId: 'o1', contactId: null, pipelineId: 'p1', stageId: 's1' };

describe('order.deleted', () => {
  it.each([[{}], [{ pipelineId: 'p1' }], [{ pipelineId: 'p1', stageId: 's1' }]])(
    'matches when its config is %j',
    (config) => expect(runner.matches(payload, config)).toBe(true),
  );

  it.each([[{ pipelineId: 'p2' }], [{ stageId: 's2' }]])('does not match when its config is %j', (config) =>
    expect(runner.matches(payload, config)).toBe(false),
  );

  it('offers the order as it was, and no order to act on', () => {
    const paths = factPathsOf(orderDeletedTrigger);
    expect([paths.has(['deletedOrder', 'value']), paths.has(['contact', 'phone']), paths.has(['order'])]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
