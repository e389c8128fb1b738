import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import type { Work } from '../../platform/work/work.js';
import { Database } from '../../platform/database/database.js';
import { SecretBox, UnreadableSecretError } from '../../platform/secrets/secret-box.js';

const SECRET_BYTES = 32;

/** How long receivers can verify with the previous secret. */
export const OLD_SECRET_HOURS = 24;

const FIND = `
  SELECT secret, CASE WHEN previous_until > clock_now() THEN previous END AS previous FROM webhook_secret WHERE workspace_id = $1`;
const MAKE = `INSERT INTO webhook_secret (workspace_id, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const ROTATE = `
  INSERT INTO webhook_secret AS w (workspace_id, secret) VALUES ($1, $2)
  ON CONFLICT (workspace_id) DO UPDATE SET secret = excluded.secret, previous = w.secret,
    previous_until = clock_now() + interval '${OLD_SECRET_HOURS} hours', created_at = excluded.created_at
  RETURNING previous_until AS "previousUntil"`;

type Row = { secret: string; previous: string | null };

/** The place for which a workspace's signing secrets are sealed. */
export const placeOf = (workspaceId: string) => `webhook_secret ${workspaceId}`;

/** The signing secrets of a workspace's webhooks, in the format of Standard Webhooks: "whsec_" and base64. */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  /** The secret, created at first use, and for a day after a rotation also the previous one. */
  async secretsOf(workspaceId: string): Promise<string[]> {
    let [row] = await this.database.query<Row>(FIND, [workspaceId]);
    if (!row) {
      await this.database.query(MAKE, [workspaceId, this.fresh(workspaceId).sealed]);
      [row] = await this.database.query<Row>(FIND, [workspaceId]);
    }
    const { secret, previous } = row!;
    return [
      this.box.open(secret, placeOf(workspaceId)),
      ...(previous ? this.openedIfReadable(previous, workspaceId) : []),
    ];
  }

  /** A new secret, returned only once; the previous one also signs until `previousUntil`, null if there was none. */
  async rotate(work: Work): Promise<{ secret: string; previousUntil: Date | null }> {
    const { secret, sealed } = this.fresh(work.workspaceId);
    const [row] = await work.query<{ previousUntil: Date | null }>(ROTATE, [work.workspaceId, sealed]);
    await recordInAudit(work, { action: 'webhook_secret.rotated' });
    return { secret, previousUntil: row!.previousUntil };
  }

  // A secret whose encryption key was lost must not block the secret that replaced it.
  private openedIfReadable(sealed: string, workspaceId: string): string[] {
    try {
      return [this.box.open(sealed, placeOf(workspaceId))];
    } catch (error) {
      if (error instanceof UnreadableSecretError) return [];
      throw error;
    }
  }

  private fresh(workspaceId: string): { secret: string; sealed: string } {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    return { secret, sealed: this.box.seal(secret, placeOf(workspaceId)) };
  }
}
