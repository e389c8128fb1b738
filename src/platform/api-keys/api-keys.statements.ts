import { columnsOf } from '../entities/columns-of.js';
import { ApiKeyEntity } from './api-key.entity.js';

const USABLE = `k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_now())`;

// Written once a minute at most, so that a busy key costs only its lookup. Only the right secret counts as a use.
const find = (asked: string, where: string) => `
  WITH asked AS (SELECT * FROM ${asked}), used AS (
    UPDATE api_key k SET last_used_at = clock_now() FROM asked
    WHERE ${where} AND k.key_hash = asked.hash AND ${USABLE} AND (k.last_used_at IS NULL OR k.last_used_at < clock_now() - interval '1 minute')
  )
  SELECT k.id, k.workspace_id AS "workspaceId", k.role, k.name, k.key_hash AS "keyHash", w.requests_per_minute AS "requestsPerMinute"
  FROM asked JOIN api_key k ON ${where} AND ${USABLE} JOIN workspace w ON w.id = k.workspace_id`;

/** The valid keys with ids $1; marks each as used if its hash equals that of $2. */
export const FIND_BY_IDS = find('unnest($1::uuid[], $2::bytea[]) AS a(id, hash)', 'k.id = asked.id');

/** The valid keys with hashes $1: keys chosen by the operator. */
export const FIND_BY_HASHES = find('unnest($1::bytea[]) AS a(hash)', 'k.key_hash = asked.hash');

const KEY_COLUMNS = columnsOf(ApiKeyEntity, 'k', 'workspaceId', 'keyHash');

/** Stores a key that the system issues, with its audit entry $6. */
export const KEEP = `
  WITH kept AS (
    INSERT INTO api_key (id, workspace_id, name, role, key_hash) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING
    RETURNING id, workspace_id, name
  )
  INSERT INTO audit_entry (id, workspace_id, action, subject_type, subject_id, subject_name, actor_type)
  SELECT $6, workspace_id, 'api_key.created', 'api_key', id, name, 'system' FROM kept`;

/** Returns no row if $6, the expiry, is in the past. */
export const CREATE = `
  INSERT INTO api_key AS k (id, workspace_id, name, role, key_hash, expires_at)
  SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::bytea, $6::timestamptz WHERE $6::timestamptz IS NULL OR $6::timestamptz > clock_now()
  RETURNING ${KEY_COLUMNS}`;

/** Returns whether it was already revoked. */
export const REVOKE = `
  WITH held AS (
    SELECT id, revoked_at FROM api_key WHERE workspace_id = $1 AND id = $2 FOR UPDATE
  )
  UPDATE api_key k SET revoked_at = coalesce(held.revoked_at, clock_now()) FROM held WHERE k.workspace_id = $1 AND k.id = held.id
  RETURNING ${KEY_COLUMNS}, held.revoked_at IS NOT NULL AS already`;

/** Newest first. */
export const PAGE = `
  SELECT ${KEY_COLUMNS} FROM api_key k WHERE k.workspace_id = $1 AND k.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  ORDER BY k.id DESC LIMIT $3`;

/** Which of the keys $1 are no longer valid. */
export const ENDED = `
  SELECT id FROM unnest($1::uuid[]) AS asked(id) WHERE NOT EXISTS (SELECT FROM api_key k WHERE k.id = asked.id AND ${USABLE})`;
