import { hkdf } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { WebhookSecrets } from './webhook-secrets.js';

const SECRET_BYTES = 32;

/**
 * Derives each workspace's secret from KEY_PEPPER by HKDF-SHA256, so that none is stored. All of them change with the
 * pepper, and none can be rotated alone: a body over stored, encrypted secrets is to take its place.
 */
@Injectable()
export class DerivedWebhookSecrets extends WebhookSecrets {
  constructor(private readonly config: Config) {
    super();
  }

  async secretOf(workspaceId: string): Promise<string> {
    const key = await promisify(hkdf)('sha256', this.config.keyPepper, '', `webhook-secret ${workspaceId}`, SECRET_BYTES);
    return `whsec_${Buffer.from(key).toString('base64')}`;
  }
}
