const USABLE = `k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_now())`;

// Noted once a minute at most, so that a busy key costs no more than its lookup. Only the right secret is a use.
const find = (asked: string, where: string) => `
  WITH asked AS (SELECT * FROM ${asked}), used AS (
    UPDATE api_key k SET last_used_at = clock_now() FROM asked
    WHERE ${where} AND k.key_hash = asked.hash AND ${USABLE} AND (k.last_used_at IS NULL OR k.last_used_at < clock_now() - interval '1 minute')
  )
  SELECT k.id, k.workspace_id AS "workspaceId", k.role, k.name, k.key_hash AS "keyHash" FROM asked JOIN api_key k ON ${where} AND ${USABLE}`;

/** The usable keys with ids $1; each noted as used when its hash is that of $2. */
export const FIND_BY_IDS = find('unnest($1::uuid[], $2::bytea[]) AS a(id, hash)', 'k.id = asked.id');

/** The usable keys with hashes $1: those that somebody chose himself. */
export const FIND_BY_HASHES = find('unnest($1::bytea[]) AS a(hash)', 'k.key_hash = asked.hash');

export const KEY_COLUMNS = `
  k.id, k.name, k.role, k.created_at AS "createdAt", k.last_used_at AS "lastUsedAt", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt"`;

export const KEEP = `
  INSERT INTO api_key (id, workspace_id, name, role, key_hash) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING`;

/** No row when $6, where it ends, is in the past. */
export const CREATE = `
  INSERT INTO api_key AS k (id, workspace_id, name, role, key_hash, expires_at)
  SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::bytea, $6::timestamptz WHERE $6::timestamptz IS NULL OR $6::timestamptz > clock_now()
  RETURNING ${KEY_COLUMNS}`;

export const REVOKE = `
  UPDATE api_key k SET revoked_at = coalesce(k.revoked_at, clock_now()) WHERE k.workspace_id = $1 AND k.id = $2
  RETURNING ${KEY_COLUMNS}`;

/** Newest first. */
export const PAGE = `
  SELECT ${KEY_COLUMNS} FROM api_key k WHERE k.workspace_id = $1 AND k.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  ORDER BY k.id DESC LIMIT $3`;

/** Which of the keys $1 may be used no longer. */
export const ENDED = `
  SELECT id FROM unnest($1::uuid[]) AS asked(id) WHERE NOT EXISTS (SELECT FROM api_key k WHERE k.id = asked.id AND ${USABLE})`;
