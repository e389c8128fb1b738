/** Whether a text has so many characters at most, an emoji counting as one, and what to say when it has more: for `refine`. */
export const atMost = (max: number) => [(text: string) => text.length <= max || [...text].length <= max, `At most ${max} characters`] as const;
