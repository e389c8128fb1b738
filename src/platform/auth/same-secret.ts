import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in a time that reveals neither where they differ nor their lengths. */
export const sameSecret = (given: string | Buffer, expected: string | Buffer) =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (secret: string | Buffer) => createHash('sha256').update(secret).digest();
