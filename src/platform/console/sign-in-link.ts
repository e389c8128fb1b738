import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sameSecret } from '../auth/same-secret.js';

const LIVES_MS = 15 * 60_000;

/** The link that signs a person in to the console once; its code is kept in memory and is invalid after its first use. */
@Injectable()
export class SignInLink {
  private offer: { code: string; credential: string; until: number } | null = null;

  /** Creates a code for a credential; an earlier code becomes invalid. */
  make(credential: string): string {
    const code = randomBytes(32).toString('base64url');
    this.offer = { code, credential, until: performance.now() + LIVES_MS };
    return code;
  }

  /** The credential for the code, on its first use; null for any other code, and after 15 minutes. */
  take(code: string): string | null {
    if (!this.offer || performance.now() > this.offer.until || !sameSecret(code, this.offer.code)) return null;
    const { credential } = this.offer;
    this.offer = null;
    return credential;
  }
}
