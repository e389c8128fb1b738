/** What two names of one tag have in common: the name without case and spare spaces. */
export const tagKey = (name: string) => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
