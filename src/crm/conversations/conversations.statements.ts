import { CONTACT_COLUMNS } from '../contacts/contact.entity.js';
import { CONVERSATION_COLUMNS } from './conversation.entity.js';
import { MESSAGE_COLUMNS } from './message.entity.js';

/** Whoever receives the same message at the same time waits here, and then sees it as received. */
export const LOCK_MESSAGE = `SELECT pg_advisory_xact_lock(hashtextextended('message ' || $1 || ' ' || $2, 0))`;

/**
 * Receives message $2 from phone $3: finds or makes contact ($4 its new id, $5 its name) and conversation ($6), unless
 * the provider's id $7 is known. Upserts update nothing: they wait for and read a twin made at the same time.
 */
export const RECEIVE = `
  WITH seen AS (
    SELECT ${MESSAGE_COLUMNS} FROM message m WHERE m.workspace_id = $1 AND m.provider_message_id = $7
  ), known AS (
    SELECT ${CONTACT_COLUMNS} FROM contact c WHERE c.workspace_id = $1 AND c.phone = $3 AND NOT EXISTS (SELECT FROM seen)
  ), made AS (
    INSERT INTO contact AS c (id, workspace_id, name, phone)
    SELECT $4::uuid, $1, $5::text, $3 WHERE NOT EXISTS (SELECT FROM seen) AND NOT EXISTS (SELECT FROM known)
    ON CONFLICT ON CONSTRAINT contact_phone_key DO UPDATE SET phone = c.phone
    RETURNING ${CONTACT_COLUMNS}
  ), person AS (
    SELECT * FROM known UNION ALL SELECT * FROM made
  ), talk AS (
    INSERT INTO conversation AS v (id, workspace_id, contact_id, channel, last_inbound_at)
    SELECT $6::uuid, $1, person.id, 'whatsapp', clock_now() FROM person
    ON CONFLICT ON CONSTRAINT conversation_contact_key DO UPDATE SET last_inbound_at = greatest(v.last_inbound_at, excluded.last_inbound_at)
    RETURNING v.id, v.contact_id
  ), stored AS (
    INSERT INTO message AS m (id, workspace_id, contact_id, conversation_id, direction, kind, text, payload, status, provider_message_id)
    SELECT $2::uuid, $1, talk.contact_id, talk.id, 'INBOUND', $8::text, $9::text, $10::jsonb, 'RECEIVED', $7::text FROM talk
    RETURNING ${MESSAGE_COLUMNS}
  ), told AS (
    SELECT * FROM seen UNION ALL SELECT * FROM stored
  )
  SELECT told.*, EXISTS (SELECT FROM stored) AS "isNew", (
    SELECT jsonb_build_object('id', made.id, 'name', made.name, 'createdAt', made."createdAt") FROM made WHERE made.id = $4) AS "madeContact"
  FROM told`;

/** The last inbound message's 24 hours; no row when they are over or nothing was ever received. */
export const WINDOW = `
  SELECT max(v.last_inbound_at) + interval '24 hours' AS until FROM conversation v
  WHERE v.workspace_id = $1 AND v.contact_id = $2 AND v.channel = 'whatsapp'
  HAVING max(v.last_inbound_at) + interval '24 hours' > clock_now()`;

/** Stores outbound message $2 to contact $3 as PENDING, again after a failure. One row; nulls say what is not there. */
export const PREPARE = `
  WITH person AS (
    SELECT id, phone FROM contact WHERE workspace_id = $1 AND id = $3
  ), known AS (
    SELECT id, contact_id FROM conversation WHERE workspace_id = $1 AND contact_id = $3 AND channel = 'whatsapp'
  ), made AS (
    INSERT INTO conversation AS v (id, workspace_id, contact_id, channel)
    SELECT $4::uuid, $1, person.id, 'whatsapp' FROM person WHERE person.phone IS NOT NULL AND NOT EXISTS (SELECT FROM known)
    ON CONFLICT ON CONSTRAINT conversation_contact_key DO UPDATE SET channel = v.channel
    RETURNING v.id, v.contact_id
  ), talk AS (
    SELECT * FROM known UNION ALL SELECT * FROM made
  ), stored AS (
    INSERT INTO message AS m (id, workspace_id, contact_id, conversation_id, direction, kind, text, payload, status, execution_id)
    SELECT $2::uuid, $1, talk.contact_id, talk.id, 'OUTBOUND', $5::text, $6::text, $7::jsonb, 'PENDING', $8::uuid
    FROM talk JOIN person ON person.id = talk.contact_id WHERE person.phone IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, text = excluded.text, payload = excluded.payload, status = 'PENDING',
      error = NULL, provider = NULL, provider_message_id = NULL, updated_at = clock_now()
    WHERE m.workspace_id = $1 AND m.direction = 'OUTBOUND' AND m.contact_id = excluded.contact_id
      AND m.status IN ('PENDING', 'FAILED', 'UNKNOWN')
    RETURNING m.id
  )
  SELECT person.id AS "contactId", person.phone, stored.id AS "messageId"
  FROM (VALUES (1)) AS one LEFT JOIN person ON true LEFT JOIN stored ON true`;

/** Takes message $2 to status $3 from one of $4; no row when it is in none of them. */
export const SETTLE = `
  UPDATE message m SET status = $3, provider_message_id = coalesce($5, m.provider_message_id), provider = $6, error = $7,
    updated_at = clock_now()
  WHERE m.workspace_id = $1 AND m.id = $2 AND m.direction = 'OUTBOUND' AND m.status = ANY ($4::text[])
  RETURNING m.id`;

/** What became of outbound messages $2, those that executions sent. */
export const FATES = `
  SELECT m.id, m.execution_id AS "executionId", m.status, m.provider, m.provider_message_id AS "providerMessageId", m.error
  FROM message m WHERE m.workspace_id = $1 AND m.id = ANY ($2::uuid[]) AND m.direction = 'OUTBOUND' AND m.execution_id IS NOT NULL`;

export const OUTBOUND_BY_PROVIDER_ID = `
  SELECT m.id FROM message m WHERE m.workspace_id = $1 AND m.provider_message_id = $2 AND m.direction = 'OUTBOUND'`;

/** Newest first. By time, since an outbound message's id is its step's and does not sort. */
export const MESSAGES = `
  SELECT ${MESSAGE_COLUMNS} FROM message m
  WHERE m.workspace_id = $1 AND m.contact_id = $4
    AND ($2::uuid IS NULL OR (m.created_at, m.id) < (SELECT b.created_at, b.id FROM message b WHERE b.workspace_id = $1 AND b.id = $2))
  ORDER BY m.created_at DESC, m.id DESC LIMIT $3`;

/** Newest first. */
export const CONVERSATIONS = `
  SELECT ${CONVERSATION_COLUMNS} FROM conversation v
  WHERE v.workspace_id = $1 AND v.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  ORDER BY v.id DESC LIMIT $3`;
