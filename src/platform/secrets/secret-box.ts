import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

const ALGORITHM = 'aes-256-gcm';
const [IV_BYTES, TAG_BYTES] = [12, 16];
const FORMAT = /^sealed:([\w-]{1,32}):([\w-]+)$/;

/** A sealed text that cannot be opened: tampered with, copied from another row, or sealed with a missing key. */
export class UnreadableSecretError extends Error {}

/**
 * Encrypts secrets at rest with AES-256-GCM and the first of ENCRYPTION_KEYS; decrypts with any of them.
 * A sealed text is `sealed:<key id>:<base64url of iv, tag and ciphertext>` and can only be opened for the same place.
 */
@Injectable()
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly current: string;

  constructor(config: Config) {
    this.keys = config.encryptionKeys;
    this.current = [...this.keys.keys()][0]!;
  }

  /** Seals a text for one place, such as `webhook_secret <workspace>`; it cannot be opened for another. */
  seal(text: string, place: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys.get(this.current)!, iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `sealed:${this.current}:${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** The text that was sealed for this place. Throws an UnreadableSecretError. */
  open(sealed: string, place: string): string {
    const [, keyId = '', content = ''] = FORMAT.exec(sealed) ?? [];
    const key = this.keys.get(keyId);
    if (!key)
      throw new UnreadableSecretError(
        keyId ? `Sealed under the key "${keyId}", which ENCRYPTION_KEYS does not name` : 'Not a sealed text',
      );
    const bytes = Buffer.from(content, 'base64url');
    try {
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      }).setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new UnreadableSecretError('A sealed text was changed, or belongs elsewhere', { cause: error });
    }
  }

  /** Whether the text is sealed, with any key. */
  isSealed(text: string): boolean {
    return FORMAT.test(text);
  }

  /** Seals the text again with the first key; unchanged if it already uses that key. */
  reseal(sealed: string, place: string): string {
    return FORMAT.exec(sealed)?.[1] === this.current ? sealed : this.seal(this.open(sealed, place), place);
  }
}
