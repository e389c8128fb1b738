import { makeTriggerRunner } from '../trigger-runner.js';
import { whatsappMessageSentTrigger } from './whatsapp-message-sent.trigger.js';

const runner = makeTriggerRunner(whatsappMessageSentTrigger);

describe('whatsapp.message_sent', () => {
  it('matches every event of its type', () => {
    expect(runner.eventType).toBe('whatsapp.message_sent');
    expect(runner.matches({}, {})).toBe(true);
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ by: 'Ana' })).toEqual({ mistakes: [{ path: [], message: 'Unrecognized key: "by"' }] });
  });
});
