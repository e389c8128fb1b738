/** How a keyword is looked for in a message: as whole words, as the whole message, or anywhere in it. */
export const KEYWORD_MATCHES = ['word', 'exact', 'contains'] as const;
export type KeywordMatch = (typeof KEYWORD_MATCHES)[number];

/** The first of the keywords that a message holds, whatever its case, accents and spacing; undefined when it holds none. */
export function findKeyword(text: string, keywords: readonly string[], match: KeywordMatch): string | undefined {
  const message = foldedMessage(text);
  const index = foldedKeywords(keywords).findIndex((keyword) => holds(message, keyword, match));
  return keywords[index];
}

/** Whether anything is left of a keyword to look for. */
export const isKeyword = (text: string) => fold(text) !== '';

function holds(message: string, keyword: string, match: KeywordMatch): boolean {
  if (keyword === '') return false;
  if (match === 'exact') return message === keyword;
  return match === 'contains' ? message.includes(keyword) : holdsWord(message, keyword);
}

function holdsWord(message: string, keyword: string): boolean {
  for (let at = message.indexOf(keyword); at >= 0; at = message.indexOf(keyword, at + 1)) {
    if (isEdge(message, at) && isEdge(message, at + keyword.length)) return true;
  }
  return false;
}

/** Whether a word cannot go on across this place: an emoji may follow a letter, a letter may not. */
const isEdge = (text: string, at: number) => !(IN_WORD.test(before(text, at)) && IN_WORD.test(text.slice(at, at + 2)));

// A letter, a digit, or a vowel sign of scripts that write vowels as marks.
const IN_WORD = /^[\p{L}\p{N}\p{M}_]/u;

const before = (text: string, at: number) => (/[\uDC00-\uDFFF]/.test(text.charAt(at - 1)) ? text.slice(at - 2, at) : text.charAt(at - 1));

// Accents of Latin, Greek and Cyrillic; marks of other scripts tell words apart.
const ACCENTS = /[\u0300-\u036f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]/g;

// To upper case first, so that ß is ss; the final sigma is a sigma.
const fold = (text: string) =>
  text.normalize('NFKD').replace(ACCENTS, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ').replace(/\s+/g, ' ').trim();

// Many automations look for their keywords in the same message, one after another, and in many messages for the same ones.
let latest = { text: '', folded: '' };
const known = new WeakMap<readonly string[], string[]>();

function foldedMessage(text: string): string {
  if (latest.text !== text) latest = { text, folded: fold(text) };
  return latest.folded;
}

function foldedKeywords(keywords: readonly string[]): string[] {
  let folded = known.get(keywords);
  if (!folded) known.set(keywords, (folded = keywords.map(fold)));
  return folded;
}
