import { fold } from '../kernel/text.js';

/** How a keyword is matched: as whole words, as the whole message, or anywhere in it. */
export const KEYWORD_MATCHES = ['word', 'exact', 'contains'] as const;
export type KeywordMatch = (typeof KEYWORD_MATCHES)[number];

/** The first keyword in a message, ignoring case, accents and spacing; undefined if there is none. */
export function findKeyword(text: string, keywords: readonly string[], match: KeywordMatch): string | undefined {
  const message = foldedMessage(text);
  const index = foldedKeywords(keywords).findIndex((keyword) => holds(message, keyword, match));
  return keywords[index];
}

/** Whether anything is left of a keyword after folding. */
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

/** Whether a word boundary is at this position: between an emoji and a letter, but not between two letters. */
const isEdge = (text: string, at: number) => !(IN_WORD.test(before(text, at)) && IN_WORD.test(text.slice(at, at + 2)));

// A letter, a digit, or a vowel sign of scripts that write vowels as marks.
const IN_WORD = /^[\p{L}\p{N}\p{M}_]/u;

const before = (text: string, at: number) =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at - 1)) ? text.slice(at - 2, at) : text.charAt(at - 1);

// Many automations search the same message in a row, and many messages for the same keywords.
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
