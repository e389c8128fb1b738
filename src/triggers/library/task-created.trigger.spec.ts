import { makeTriggerRunner } from '../trigger-runner.js';
import { taskCreatedTrigger } from './task-created.trigger.js';

const runner = makeTriggerRunner(taskCreatedTrigger);

describe('task.created', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('task.created');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
