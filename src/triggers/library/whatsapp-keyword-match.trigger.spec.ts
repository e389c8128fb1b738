import { eventScope } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { whatsappKeywordMatchTrigger } from './whatsapp-keyword-match.trigger.js';

const runner = makeTriggerRunner(whatsappKeywordMatchTrigger);
const saying = (text: string | null) => ({ messageId: 'm1', conversationId: 'v1', contactId: 'c1', message: { text } });

describe('whatsapp.keyword_match', () => {
  it('listens to the one event that each message has', () => {
    expect(runner.eventType).toBe('whatsapp.message_received');
  });

  it('fits a message that holds a keyword, and tells which', () => {
    const config = { keywords: ['price', 'Promoção'], match: 'word' as const };
    expect(runner.matches(saying('Quero a promocao!'), config)).toBe(true);
    expect(eventScope(whatsappKeywordMatchTrigger, saying('Quero a promocao!') as never, config)).toEqual({ keyword: 'Promoção' });
  });

  it('does not fit a message that holds none, or has no text', () => {
    expect(runner.matches(saying('promotion'), { keywords: ['promo'], match: 'word' })).toBe(false);
    expect(runner.matches(saying(null), { keywords: ['promo'], match: 'contains' })).toBe(false);
  });

  it('matches whole words unless told otherwise', () => {
    expect(runner.parseConfig({ keywords: [' promo '] })).toEqual({ config: { keywords: ['promo'], match: 'word' } });
  });

  it.each([[{}, ['keywords']], [{ keywords: [] }, ['keywords']], [{ keywords: ['ok', ' '] }, ['keywords', 1]], [{ keywords: ['\u0301'] }, ['keywords', 0]], [{ keywords: Array(51).fill('x') }, ['keywords']], [{ keywords: ['x'], match: 'regex' }, ['match']]])(
    'refuses the config %j',
    (config, path) => expect(runner.parseConfig(config)).toMatchObject({ mistakes: [{ path }] }),
  );
});
