import { tagKey } from './tag-name.js';

describe('tagKey', () => {
  it('is one for all ways to write a name, accents and case of any script included', () => {
    expect(new Set(['São Paulo', 'SÃO  PAULO', ' sa\u0303o paulo '].map(tagKey)).size).toBe(1);
  });

  it('keeps what differs apart', () => {
    expect(tagKey('sao')).not.toBe(tagKey('são'));
  });
});
