/** "+5511999990000" of a number as people write it; undefined when it has not 7 to 15 digits. */
export function normalizePhone(written: string): string | undefined {
  const bare = written.replace(/[\s().\-\u00a0\u2010-\u2015]/g, '').replace(/^(\+|00)/, '');
  return /^\d{7,15}$/.test(bare) ? `+${bare}` : undefined;
}
