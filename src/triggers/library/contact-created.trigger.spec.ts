import { makeTriggerRunner } from '../trigger-runner.js';
import { contactCreatedTrigger } from './contact-created.trigger.js';

const runner = makeTriggerRunner(contactCreatedTrigger);

describe('contact.created', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('contact.created');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
