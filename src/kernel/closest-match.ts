import { closestMatch as closest } from 'leven';

const LONGEST = 100;

/** The candidate with the smallest edit distance to the word; undefined if none is close enough. */
export function closestMatch(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  return closest(word, candidates, { maxDistance: Math.max(2, Math.floor(word.length / 3)) });
}
