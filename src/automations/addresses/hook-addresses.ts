import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Database } from '../../platform/database/database.js';
import type { Reader } from '../../platform/database/reader.js';
import { inOrder } from '../../platform/requester/request-loaders.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { eachRow, type Rotation } from '../../executions/upkeep/secret-rotation.js';
import type { Work } from '../../platform/work/work.js';
import { webhookTrigger } from '../../triggers/library/webhook.trigger.js';

const TOKEN_BYTES = 32;
const TOKEN = /^hook_[\w-]{43}$/;

const KEEP = `
  INSERT INTO automation_hook (automation_id, workspace_id, token_hash, token) VALUES ($2, $1, $3, $4) ON CONFLICT DO NOTHING`;
const REPLACE = `UPDATE automation_hook SET token_hash = $3, token = $4, created_at = clock_now() WHERE workspace_id = $1 AND automation_id = $2`;
const TOKENS = `
  SELECT automation_id AS "automationId", token FROM automation_hook WHERE workspace_id = $1 AND automation_id = ANY ($2::uuid[])`;

const ALL = `
  SELECT automation_id AS id, workspace_id AS "workspaceId", token FROM automation_hook
  WHERE automation_id > $1 ORDER BY automation_id LIMIT $2`;
const RESEAL = `UPDATE automation_hook SET token = $2 WHERE automation_id = $1 AND token = $3`;

type Row = { automationId: string; token: string };

const placeOf = (workspaceId: string, automationId: string) => `automation_hook ${workspaceId} ${automationId}`;

/** The hash by which a token is found; null for a text that is none. */
export const hashOf = (token: string): Buffer | null =>
  TOKEN.test(token) ? createHash('sha256').update(token).digest() : null;

/** The secret addresses of automations: sealed for showing, hashed for lookup. */
@Injectable()
export class HookAddresses {
  constructor(private readonly box: SecretBox) {}

  /** Gives an automation with the trigger `webhook` an address if it has none; it stays the same in all versions. */
  async keep(work: Work, automationId: string, triggerType: string): Promise<void> {
    if (triggerType !== webhookTrigger.type) return;
    await work.query(KEEP, [work.workspaceId, automationId, ...this.fresh(work.workspaceId, automationId)]);
  }

  /** Gives it another address; the one before is unknown from now on. */
  async replace(work: Work, automationId: string): Promise<void> {
    await work.query(REPLACE, [work.workspaceId, automationId, ...this.fresh(work.workspaceId, automationId)]);
  }

  private fresh(workspaceId: string, automationId: string): [hash: Buffer | null, sealed: string] {
    const token = `hook_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
    return [hashOf(token), this.box.seal(token, placeOf(workspaceId, automationId))];
  }

  /** The token in a sealed one. Throws an UnreadableSecretError. */
  open(sealed: string, workspaceId: string, automationId: string): string {
    return this.box.open(sealed, placeOf(workspaceId, automationId));
  }
}

/** The sealed tokens of automations; null for one without an address. */
export async function sealedTokens(reader: Reader, automationIds: readonly string[]): Promise<(string | null)[]> {
  const rows = await reader.query<Row>(TOKENS, [reader.workspaceId, automationIds]);
  return inOrder(automationIds, rows, (row) => row.automationId).map((row) => row?.token ?? null);
}

/** Seals every token with the first key, as `rotateSecrets` does with the other secrets. */
export const resealTokens = (database: Database, box: SecretBox, rotation: Rotation): Promise<void> =>
  eachRow<{ id: string; workspaceId: string; token: string }>(
    rotation,
    (after, limit) => database.query(ALL, [after, limit]),
    async ({ id, workspaceId, token }) => {
      const resealed = box.reseal(token, placeOf(workspaceId, id));
      if (resealed === token) return false;
      await database.query(RESEAL, [id, resealed, token]);
      return true;
    },
  );
