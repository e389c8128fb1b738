import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import type { Principal, Role } from './requester.js';

const FIND = `
  SELECT id AS "keyId", workspace_id AS "workspaceId", role FROM api_key
  WHERE key_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_now())`;

const INSERT = `
  INSERT INTO api_key (id, workspace_id, name, role, key_hash) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (key_hash) DO NOTHING`;

/** Makes keys and knows them again; only their HMAC is kept. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The principal of a key, or undefined for one that is unknown, expired or revoked. */
  async authenticate(key: string): Promise<Principal | undefined> {
    const [principal] = await this.database.query<Principal>(FIND, [this.hash(key)]);
    return principal;
  }

  /** Keeps a key for a workspace; keeping the same key again changes nothing. */
  async keep(workspaceId: string, key: string, { name, role }: { name: string; role: Role }): Promise<void> {
    await this.database.query(INSERT, [newId(), workspaceId, name, role, this.hash(key)]);
  }

  /** A new secret of 256 random bits, as text. */
  static generate(): string {
    return `crm_${randomBytes(32).toString('base64url')}`;
  }

  private hash(key: string): Buffer {
    return createHmac('sha256', this.config.keyPepper).update(key).digest();
  }
}
