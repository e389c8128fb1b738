/** The normalized form of a tag's name: equal names differ only in case and redundant spaces. */
export const tagKey = (name: string) => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
