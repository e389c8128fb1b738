import { makeTriggerRunner } from '../trigger-runner.js';
import { taskOverdueTrigger } from './task-overdue.trigger.js';

const runner = makeTriggerRunner(taskOverdueTrigger);

describe('task.overdue', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('task.overdue');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
