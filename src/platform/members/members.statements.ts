/**
 * Returns the limit of requests of workspace $1, if it exists, and remembers person $2 with subject $3 and name $4: written once an hour at most, so that
 * a request costs only a lookup.
 */
export const SEE_PERSON = `
  WITH found AS (
    SELECT id, requests_per_minute FROM workspace WHERE id = $1
  ), seen AS (
    INSERT INTO member AS m (workspace_id, id, subject, name)
    SELECT found.id, $2::uuid, $3::text, $4::text FROM found
    WHERE NOT EXISTS (SELECT FROM member k WHERE k.workspace_id = $1 AND k.id = $2 AND k.name = $4
      AND k.last_seen_at > clock_now() - interval '1 hour')
    ON CONFLICT (workspace_id, id) DO UPDATE SET subject = excluded.subject, name = excluded.name, last_seen_at = excluded.last_seen_at
  )
  SELECT requests_per_minute AS "requestsPerMinute" FROM found`;

const KEYS = `SELECT k.id, 'api_key' AS type, k.name, NULL::text AS subject FROM api_key k WHERE k.workspace_id = $1`;
const PEOPLE = `SELECT m.id, 'user' AS type, m.name, m.subject FROM member m WHERE m.workspace_id = $1`;

/** The valid keys, and the people, in the order of their ids. */
export const MEMBERS = `
  SELECT id, type, name FROM (
    ${KEYS} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_now()) UNION ALL ${PEOPLE}
  ) AS each WHERE id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid) ORDER BY id DESC LIMIT $3`;

/** Those with one of the ids $2, valid or not, and the people with one of the subjects $3. */
export const MEMBERS_BY_IDS = `
  ${KEYS} AND k.id = ANY ($2::uuid[]) UNION ALL ${PEOPLE} AND (m.id = ANY ($2::uuid[]) OR m.subject = ANY ($3::text[]))`;
