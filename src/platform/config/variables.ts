import type { z } from 'zod';
import { fold } from '../../kernel/text.js';

const MAX_KEYWORDS = 50;
const MAX_KEYWORD_LENGTH = 50;

/** Entries separated by commas. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** Folded keywords, separated by commas. */
export function keywords(text: string, context: z.RefinementCtx): ReadonlySet<string> {
  const folded = list(text).map(fold);
  if (folded.length > MAX_KEYWORDS || folded.some((word) => !word || word.length > MAX_KEYWORD_LENGTH))
    context.addIssue({
      code: 'custom',
      message: `Expected at most ${MAX_KEYWORDS} words of at most ${MAX_KEYWORD_LENGTH} characters, separated by commas`,
    });
  return new Set(folded);
}

/** AES-256 keys by id; the first encrypts. */
export function encryptionKeys(text: string | undefined, context: z.RefinementCtx): Map<string, Buffer> | undefined {
  if (text === undefined) return undefined;
  const pairs = list(text).map(
    (entry) => [entry.split(':', 1)[0]!, Buffer.from(entry.slice(entry.indexOf(':') + 1), 'base64')] as const,
  );
  const keys = new Map(pairs);
  const good =
    keys.size > 0 &&
    keys.size === pairs.length &&
    pairs.every(([id, key]) => /^[\w-]{1,32}$/.test(id) && key.length === 32);
  if (!good)
    context.addIssue({
      code: 'custom',
      message:
        'write id:key, separated by commas; each key is 32 bytes in base64 (openssl rand -base64 32), each id unique',
    });
  return keys;
}
