/**
 * Arguments for `refine`: checks that a text has at most this many characters (an emoji counts as one), with the message
 * if not. Later checks do not run on a text that is too long.
 */
export const atMost = (max: number) =>
  [
    (text: string) => text.length <= max || (text.length <= 2 * max && [...text].length <= max),
    { error: `At most ${max} characters`, abort: true },
  ] as const;
