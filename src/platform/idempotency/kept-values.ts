import { deserialize, serialize } from 'node:v8';
import { DomainError } from '../../kernel/errors.js';
import { UnreadableSecretError, type SecretBox } from '../secrets/secret-box.js';

type Part = 'returned' | 'answer';

/** The place for which a part of a key's row is encrypted. */
export const placeOf = (id: string, part: Part) => `idempotency_key ${id} ${part}`;

/** Encrypted values of a key: an answer may contain a secret that no table stores in clear text. */
export class KeptValues {
  constructor(private readonly box: SecretBox) {}

  /** Encrypts a value, preserving dates. */
  seal(id: string, part: Part, value: unknown): string {
    return this.box.seal(serialize(value).toString('base64'), placeOf(id, part));
  }

  /** Decrypts a value. CONFLICT if it can no longer be read. */
  open(id: string, part: Part, sealed: string): unknown {
    try {
      return deserialize(Buffer.from(this.box.open(sealed, placeOf(id, part)), 'base64'));
    } catch (error) {
      // Its encryption key was removed, or a later Node wrote it in a format that this one cannot read.
      if (error instanceof UnreadableSecretError || isUnknownFormat(error))
        throw new DomainError('CONFLICT', UNREADABLE);
      throw error;
    }
  }
}

const isUnknownFormat = (error: unknown) => /deserialize/i.test((error as Error).message);

const UNREADABLE = 'This Idempotency-Key was used and its change was made, but what it answered can no longer be read';
