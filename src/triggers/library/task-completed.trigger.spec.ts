import { makeTriggerRunner } from '../trigger-runner.js';
import { taskCompletedTrigger } from './task-completed.trigger.js';

const runner = makeTriggerRunner(taskCompletedTrigger);

describe('task.completed', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('task.completed');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
