import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same, in a time that tells nothing of where they differ, nor of how long they are. */
export const sameSecret = (given: string | Buffer, expected: string | Buffer) => timingSafeEqual(digest(given), digest(expected));

const digest = (secret: string | Buffer) => createHash('sha256').update(secret).digest();
