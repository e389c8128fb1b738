import { tagKey } from './tag-name.js';

describe('tagKey', () => {
  it('is the same for all spellings of a name, including accents and case of any script', () => {
    expect(new Set(['São Paulo', 'SÃO  PAULO', ' sa\u0303o paulo '].map(tagKey)).size).toBe(1);
  });

  it('differs for different names', () => {
    expect(tagKey('sao')).not.toBe(tagKey('são'));
  });
});
