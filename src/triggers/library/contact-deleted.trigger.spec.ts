import { makeTriggerRunner } from '../trigger-runner.js';
import { contactDeletedTrigger } from './contact-deleted.trigger.js';

const runner = makeTriggerRunner(contactDeletedTrigger);

describe('contact.deleted', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('contact.deleted');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
