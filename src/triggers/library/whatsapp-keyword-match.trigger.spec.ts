import { eventScope } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { whatsappKeywordMatchTrigger } from './whatsapp-keyword-match.trigger.js';

const runner = makeTriggerRunner(whatsappKeywordMatchTrigger);
const saying = (text: string | null) => ({ messageId: 'm1', conversationId: 'v1', contactId: 'c1', message: { text } });

describe('whatsapp.keyword_match', () => {
  it('listens to the event of every message', () => {
    expect(runner.eventType).toBe('whatsapp.message_received');
  });

  it('matches a message with a keyword, and offers that keyword', () => {
    const config = { keywords: ['price', 'Promoção'], match: 'word' as const };
    expect(runner.matches(saying('Quero a promocao!'), config)).toBe(true);
    expect(eventScope(whatsappKeywordMatchTrigger, saying('Quero a promocao!') as never, config)).toEqual({
      keyword: 'Promoção',
    });
  });

  it('does not match a message without a keyword or without text', () => {
    expect(runner.matches(saying('promotion'), { keywords: ['promo'], match: 'word' })).toBe(false);
    expect(runner.matches(saying(null), { keywords: ['promo'], match: 'contains' })).toBe(false);
  });

  it('matches whole words by default', () => {
    expect(runner.parseConfig({ keywords: [' promo '] })).toEqual({ config: { keywords: ['promo'], match: 'word' } });
  });

  it.each([
    [{}, ['keywords']],
    [{ keywords: [] }, ['keywords']],
    [{ keywords: ['ok', ' '] }, ['keywords', 1]],
    [{ keywords: ['\u0301'] }, ['keywords', 0]],
    [{ keywords: Array(51).fill('x') }, ['keywords']],
    [{ keywords: ['x'], match: 'regex' }, ['match']],
  ])('rejects the config %j', (config, path) =>
    expect(runner.parseConfig(config)).toMatchObject({ mistakes: [{ path }] }),
  );
});
