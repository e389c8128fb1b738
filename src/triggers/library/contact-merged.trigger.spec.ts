import { makeTriggerRunner } from '../trigger-runner.js';
import { contactMergedTrigger } from './contact-merged.trigger.js';

const runner = makeTriggerRunner(contactMergedTrigger);

describe('contact.merged', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('contact.merged');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
