import { makeTriggerRunner } from '../trigger-runner.js';
import { taskReopenedTrigger } from './task-reopened.trigger.js';

const runner = makeTriggerRunner(taskReopenedTrigger);

describe('task.reopened', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('task.reopened');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
