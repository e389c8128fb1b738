/** How a keyword is looked for in a message: as whole words, as the whole message, or anywhere in it. */
export const KEYWORD_MATCHES = ['word', 'exact', 'contains'] as const;
export type KeywordMatch = (typeof KEYWORD_MATCHES)[number];

/** The first keyword that a message holds, whatever its case and accents; undefined when it holds none. */
export function findKeyword(text: string, keywords: readonly string[], match: KeywordMatch = 'word'): string | undefined {
  const message = folded(text);
  return keywords.find((keyword) => holds(message, folded(keyword), match));
}

function holds(message: string, keyword: string, match: KeywordMatch): boolean {
  if (keyword === '') return false;
  if (match === 'exact') return message === keyword;
  return match === 'contains' ? message.includes(keyword) : holdsWord(message, keyword);
}

function holdsWord(message: string, keyword: string): boolean {
  for (let at = message.indexOf(keyword); at >= 0; at = message.indexOf(keyword, at + 1)) {
    if (!isWordAt(message, at - 1) && !isWordAt(message, at + keyword.length)) return true;
  }
  return false;
}

const isWordAt = (text: string, index: number) => /[\p{L}\p{N}_]/u.test(text.charAt(index));

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
