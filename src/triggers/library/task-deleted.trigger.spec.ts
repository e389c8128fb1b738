import { makeTriggerRunner } from '../trigger-runner.js';
import { taskDeletedTrigger } from './task-deleted.trigger.js';

const runner = makeTriggerRunner(taskDeletedTrigger);

describe('task.deleted', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('task.deleted');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
