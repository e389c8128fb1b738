import { factPathsOf } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { orderStageChangedTrigger } from './order-stage-changed.trigger.js';

const runner = makeTriggerRunner(orderStageChangedTrigger);
const payload = { orderId: 'o1', contactId: null, pipelineId: 'p1', fromStageId: 's1', toStageId: 's2' };

describe('order.stage_changed', () => {
  it.each([
    [{}],
    [{ pipelineId: 'p1' }],
    [{ stageId: 's2' }],
    [{ fromStageId: 's1' }],
    [{ pipelineId: 'p1', stageId: 's2', fromStageId: 's1' }],
  ])('matches when its config is %j', (config) => expect(runner.matches(payload, config)).toBe(true));

  it.each([
    [{ pipelineId: 'p2' }],
    [{ stageId: 's1' }],
    [{ fromStageId: 's2' }],
    [{ pipelineId: 'p1', stageId: 's2', fromStageId: 's3' }],
  ])('does not match when its config is %j', (config) => expect(runner.matches(payload, config)).toBe(false));

  it('offers both stages, the order and its contact', () => {
    const paths = factPathsOf(orderStageChangedTrigger)
      .list()
      .map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'order.value',
        'fromStage.name',
        'toStage.name',
        'pipeline.name',
        'contact.phone',
        'trigger.toStage.name',
      ]),
    );
  });
});
