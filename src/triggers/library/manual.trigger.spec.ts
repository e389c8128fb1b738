import { newId } from '../../kernel/ids.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { manualTrigger } from './manual.trigger.js';

const runner = makeTriggerRunner(manualTrigger);

describe('manual', () => {
  it.each([
    ['contact', null, true],
    ['contact', newId(), false],
    ['order', newId(), true],
    ['order', null, false],
  ])('about a %s, for the order %p, matches: %p', (about, orderId, answer) => {
    expect(runner.matches({ automationId: newId(), contactId: newId(), orderId }, { about })).toBe(answer);
  });

  it('requires the kind of entity it is started for', () => {
    expect(runner.parseConfig({})).toEqual({ mistakes: [{ path: ['about'], message: 'contact or order' }] });
    expect(runner.parseConfig({ about: 'task' })).toEqual({
      mistakes: [{ path: ['about'], message: 'contact or order' }],
    });
  });
});
