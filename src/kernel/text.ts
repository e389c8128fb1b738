/**
 * Arguments for `refine`: checks that a text has at most this many characters (an emoji counts as one), with the message
 * if not. Later checks do not run on a text that is too long.
 */
export const atMost = (max: number) =>
  [
    (text: string) => text.length <= max || (text.length <= 2 * max && [...text].length <= max),
    { error: `At most ${max} characters`, abort: true },
  ] as const;

// Accents of Latin, Greek and Cyrillic; in other scripts, marks distinguish words.
const ACCENTS = /[\u0300-\u036f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]/g;

/** The text without case, accents and superfluous spacing; to upper case first, so that ß becomes ss, and final sigma sigma. */
export const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replace(/\s+/g, ' ')
    .trim();
