import { makeTriggerRunner } from '../trigger-runner.js';
import { whatsappMessageReceivedTrigger } from './whatsapp-message-received.trigger.js';

const runner = makeTriggerRunner(whatsappMessageReceivedTrigger);

describe('whatsapp.message_received', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('whatsapp.message_received');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ pipelineId: 1 })).toEqual({
      mistakes: [{ path: [], message: 'Unrecognized key: "pipelineId"' }],
    });
  });
});
