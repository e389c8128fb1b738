import { makeTriggerRunner } from '../trigger-runner.js';
import { orderCreatedTrigger } from './order-created.trigger.js';

const runner = makeTriggerRunner(orderCreatedTrigger);
const payload = { orderId: 'o1', contactId: null, pipelineId: 'p1', stageId: 's1' };

describe('order.created', () => {
  it.each([[{}], [{ pipelineId: 'p1' }], [{ pipelineId: 'p1', stageId: 's1' }]])(
    'matches when its config is %j',
    (config) => {
      expect(runner.matches(payload, config)).toBe(true);
    },
  );

  it.each([[{ pipelineId: 'p2' }], [{ stageId: 's2' }], [{ pipelineId: 'p1', stageId: 's2' }]])(
    'does not match when its config is %j',
    (config) => {
      expect(runner.matches(payload, config)).toBe(false);
    },
  );
});
