import { eventScope } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { tagRemovedTrigger } from './tag-removed.trigger.js';

const runner = makeTriggerRunner(tagRemovedTrigger);
const vip = '019b0000-0000-7000-8000-000000000001';
const payload = { tagId: vip, entityType: 'order', entityId: 'o1', contactId: 'c1', orderId: 'o1' };

describe('tag.removed', () => {
  it.each([[{}], [{ tagId: vip }], [{ entityType: 'order' }], [{ tagId: vip, entityType: 'order' }]])(
    'matches when its config is %j',
    (config) => {
      expect(runner.matches(payload, config)).toBe(true);
    },
  );

  it.each([[{ tagId: 'other' }], [{ entityType: 'contact' }], [{ tagId: vip, entityType: 'contact' }]])(
    'does not match when its config is %j',
    (config) => {
      expect(runner.matches(payload, config)).toBe(false);
    },
  );

  it('offers the entity', () => {
    expect(eventScope(tagRemovedTrigger, payload as never, {})).toEqual({ entity: { type: 'order', id: 'o1' } });
  });

  it('rejects an invalid tag or entity type', () => {
    expect(runner.parseConfig({ tagId: 'vip', entityType: 'task', tag: 'vip' })).toMatchObject({
      mistakes: [{ path: ['tagId'] }, { path: ['entityType'] }, { path: [] }],
    });
  });
});
