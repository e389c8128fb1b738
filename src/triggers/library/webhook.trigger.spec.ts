import { makeTriggerRunner } from '../trigger-runner.js';
import { broughtBy } from '../trigger-facts.js';
import { webhookTrigger } from './webhook.trigger.js';

const runner = makeTriggerRunner(webhookTrigger);

describe('webhook', () => {
  it('matches every event of its automation', () => {
    expect(runner.eventType).toBe('webhook.received');
    expect(runner.matches({ body: {} }, {})).toBe(true);
  });

  it.each([
    [{}, undefined],
    [{ secret: `whsec_${'A'.repeat(32)}` }, undefined],
    [{ secret: `whsec_${'A'.repeat(30)}==` }, undefined],
    [{ secret: 'correct-horse-battery' }, undefined],
    [{ secret: 'too short' }, 'secret'],
    [{ secret: 'with a space in the middle' }, 'secret'],
    [{ secret: 'whsec_AAAA' }, 'secret'],
    [{ secret: `whsec_${'?'.repeat(32)}` }, 'secret'],
    [{ secret: '•••' }, 'secret'],
    [{ contact: { phone: 'customer.phone' } }, undefined],
    [{ contact: { phone: 'customer..phone' } }, 'contact.phone'],
    [{ contact: {} }, 'contact.phone'],
    [{ contact: { phone: 'phone', email: 'email' } }, 'contact'],
  ])('reports the mistake in config %j at %p', (config, path) => {
    const parsed = runner.parseConfig(config);
    expect('mistakes' in parsed ? parsed.mistakes.map((each) => each.path.join('.')) : []).toEqual(path ? [path] : []);
  });

  it('provides a contact if its config says where to find one', () => {
    expect(broughtBy(webhookTrigger, {})).toEqual([]);
    expect(broughtBy(webhookTrigger, { contact: { phone: 'phone' } })).toEqual(['contact']);
  });
});
