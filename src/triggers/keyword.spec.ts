import fc from 'fast-check';
import { findKeyword, isKeyword } from './keyword.js';

describe('findKeyword', () => {
  it.each([
    ['Quero PROMOÇÃO já', 'promocao'],
    ['quero promocao', 'Promoção'],
    ['promo!', 'promo'],
    ['(promo)', 'promo'],
    ['a promo  do\n dia', 'promo do dia'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδός'],
    ['ﬁnal', 'FINAL'],
    ['ok👍', '👍'],
    ['👍👍', '👍'],
    ['R$ 10', 'r$'],
    ['quero C++!', 'c++'],
    ['нужна ёлка', 'елка'],
    ['promotion promo', 'promo'],
  ])('finds in %p the word %p', (text, keyword) => expect(findKeyword(text, [keyword], 'word')).toBe(keyword));

  it.each([
    ['promotion', 'promo'],
    ['autopromo', 'promo'],
    ['promo_2', 'promo'],
    ['promo2', 'promo'],
    ['promoção', 'promo'],
    ['कीमत', 'कमत'],
    ['की', 'क'],
    ['𠮷野', '野'],
    ['', 'promo'],
    ['anything', ''],
    ['a.c', 'abc'],
    ['abc', 'a.c'],
  ])('does not find in %p the word %p', (text, keyword) =>
    expect(findKeyword(text, [keyword], 'word')).toBeUndefined(),
  );

  it('finds the whole message, or any part of it, if configured', () => {
    expect(findKeyword(' Olá ', ['ola'], 'exact')).toBe('ola');
    expect(findKeyword('Olá Ana', ['ola'], 'exact')).toBeUndefined();
    expect(findKeyword('autopromoção', ['promo'], 'contains')).toBe('promo');
  });

  it('returns the first matching keyword of the list, as written there', () => {
    expect(findKeyword('price and promo', ['other', 'PROMO', 'price'], 'word')).toBe('PROMO');
  });

  it('finds any word between spaces, ignoring case', () => {
    // The iota subscript is a mark in small letters and a letter in capitals.
    const isWord = (text: string) => isKeyword(text) && !/[\s\u0345]/.test(text.normalize('NFKD'));
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(isWord);
    fc.assert(
      fc.property(word, fc.string(), fc.string(), (keyword, left, right) => {
        expect(findKeyword(`${left} ${keyword} ${right}`, [keyword], 'word')).toBe(keyword);
        expect(findKeyword(keyword.toUpperCase(), [keyword], 'exact')).toBe(keyword);
      }),
    );
  });

  it('finds no word that it does not find as a substring', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'binary', maxLength: 3 })),
        (text, keywords) => {
          const found = findKeyword(text, keywords, 'word');
          if (found !== undefined) expect(findKeyword(text, [found], 'contains')).toBe(found);
        },
      ),
    );
  });

  it('terminates for a hostile message', () => {
    expect(findKeyword('a'.repeat(100_000), ['aa', `${'a'.repeat(50)}b`, '(a+)+$'], 'word')).toBeUndefined();
  });
});
