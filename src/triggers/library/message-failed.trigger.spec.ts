import { eventScope } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { messageFailedTrigger } from './message-failed.trigger.js';

const runner = makeTriggerRunner(messageFailedTrigger);

describe('message.failed', () => {
  it('matches every event of its type, and offers the reason of the failure', () => {
    const error = { code: 'WHATSAPP_131026', message: 'Undeliverable' };
    expect(runner.eventType).toBe('message.failed');
    expect(runner.matches({}, {})).toBe(true);
    expect(eventScope(messageFailedTrigger, { error } as never, {})).toEqual({ error });
  });

  it('rejects any config', () => {
    expect(runner.parseConfig({})).toEqual({ config: {} });
    expect(runner.parseConfig({ code: 1 })).toEqual({ mistakes: [{ path: [], message: 'Unrecognized key: "code"' }] });
  });
});
