// Room for 15 digits and separators.
const LONGEST = 100;

/** "+5511999990000" for a number in any notation; undefined unless it has 7 to 15 digits. */
export function normalizePhone(written: string): string | undefined {
  if (written.length > LONGEST) return undefined;
  const bare = written.replace(/[\s().\-\u00a0\u2010-\u2015]/g, '').replace(/^(\+|00)/, '');
  return /^\d{7,15}$/.test(bare) ? `+${bare}` : undefined;
}
