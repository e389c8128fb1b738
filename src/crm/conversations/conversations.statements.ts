import { ADVISORY_LOCKS } from '../../platform/database/advisory-locks.js';
import { CONTACT_COLUMNS } from '../contacts/contact.entity.js';
import { CONVERSATION_COLUMNS } from './conversation.entity.js';
import { MESSAGE_COLUMNS } from './message.entity.js';

/** Concurrent receivers of the same message wait here, and then see it as received. */
export const LOCK_MESSAGE = `SELECT pg_advisory_xact_lock(hashtextextended('message ' || $1 || ' ' || $2, ${ADVISORY_LOCKS.message}))`;

/**
 * Receives message $2 from phone $3, sent at $11: finds or creates contact ($4 its new id, $5 its name) and conversation ($6),
 * unless the provider's id $7 is known. The upserts update nothing: they wait for a concurrent insert and read its row. A future
 * time counts as now, and a message is too old if it was sent more than $12 seconds ago.
 */
export const RECEIVE = `
  WITH instants AS (
    SELECT clock_now() AS received_at, least($11::timestamptz, clock_now()) AS sent_at
  ), seen AS (
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
    SELECT $6::uuid, $1, person.id, 'whatsapp', instants.sent_at FROM person, instants
    ON CONFLICT ON CONSTRAINT conversation_contact_key DO UPDATE SET last_inbound_at = greatest(v.last_inbound_at, excluded.last_inbound_at)
    RETURNING v.id, v.contact_id
  ), stored AS (
    INSERT INTO message AS m (id, workspace_id, contact_id, conversation_id, direction, kind, text, payload, status, provider_message_id,
                              sent_at, received_at)
    SELECT $2::uuid, $1, talk.contact_id, talk.id, 'INBOUND', $8::text, $9::text, $10::jsonb, 'RECEIVED', $7::text,
      instants.sent_at, instants.received_at FROM talk, instants
    RETURNING ${MESSAGE_COLUMNS}
  ), told AS (
    SELECT * FROM seen UNION ALL SELECT * FROM stored
  )
  SELECT told.*, EXISTS (SELECT FROM stored) AS "isNew",
    (SELECT sent_at < received_at - $12::float8 * interval '1 second' FROM instants) AS "isTooOld", (
    SELECT jsonb_build_object('id', made.id, 'name', made.name, 'createdAt', made."createdAt") FROM made WHERE made.id = $4) AS "madeContact"
  FROM told`;

/** The 24 hours after the last inbound message; no row if they have passed or nothing was received. */
export const WINDOW = `
  SELECT max(v.last_inbound_at) + interval '24 hours' AS until FROM conversation v
  WHERE v.workspace_id = $1 AND v.contact_id = $2 AND v.channel = 'whatsapp'
  HAVING max(v.last_inbound_at) + interval '24 hours' > clock_now()`;

/**
 * Stores outbound message $2 to contact $3 as PENDING, also after a failure, at the same place in the history. Returns one row,
 * with null for what does not exist. $8 to $10 identify the sender.
 */
export const PREPARE = `
  WITH person AS (
    SELECT id, phone, opted_out_at FROM contact WHERE workspace_id = $1 AND id = $3
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
    INSERT INTO message AS m (id, workspace_id, contact_id, conversation_id, direction, kind, text, payload, status,
                              execution_id, cascade_depth, root_event_id)
    SELECT $2::uuid, $1, talk.contact_id, talk.id, 'OUTBOUND', $5::text, $6::text, $7::jsonb, 'PENDING', $8::uuid, $9::smallint, $10::uuid
    FROM talk JOIN person ON person.id = talk.contact_id WHERE person.phone IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, text = excluded.text, payload = excluded.payload, status = 'PENDING',
      error = NULL, provider = NULL, provider_message_id = NULL, failure_untold = false, updated_at = clock_now()
    WHERE m.workspace_id = $1 AND m.direction = 'OUTBOUND' AND m.contact_id = excluded.contact_id
      AND m.status IN ('PENDING', 'FAILED', 'UNKNOWN')
    RETURNING m.id
  )
  SELECT person.id AS "contactId", person.phone, person.opted_out_at AS "optedOutAt", stored.id AS "messageId"
  FROM (VALUES (1)) AS one LEFT JOIN person ON true LEFT JOIN stored ON true`;

/**
 * Changes the status of message $2 to $3 from one of $4; returns no row if it has none of these. $8 says whether the execution
 * that sent it does not show the failure yet. "isAcceptance" says whether a message of a person was accepted just now.
 */
export const SETTLE = `
  WITH was AS (
    SELECT id, status FROM message WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE
  )
  UPDATE message m SET status = $3, provider_message_id = coalesce($5, m.provider_message_id), provider = coalesce($6, m.provider), error = $7,
    failure_untold = $3 = 'FAILED' AND $8::boolean AND m.execution_id IS NOT NULL, updated_at = clock_now()
  FROM was WHERE m.workspace_id = $1 AND m.id = was.id AND m.direction = 'OUTBOUND' AND m.status = ANY ($4::text[])
  RETURNING ${MESSAGE_COLUMNS}, m.execution_id IS NULL AND was.status IN ('PENDING', 'UNKNOWN')
    AND m.status IN ('SENT', 'DELIVERED', 'READ') AS "isAcceptance"`;

/** The states of those outbound messages $2 that executions sent. */
export const FATES = `
  SELECT m.id, m.execution_id AS "executionId", m.status, m.provider, m.provider_message_id AS "providerMessageId", m.error
  FROM message m WHERE m.workspace_id = $1 AND m.id = ANY ($2::uuid[]) AND m.direction = 'OUTBOUND' AND m.execution_id IS NOT NULL`;

/** The outbound message with our id $2, otherwise the one with the provider's id $3, and its sender. */
export const OUTBOUND = `
  SELECT m.id, m.execution_id AS "executionId", m.cascade_depth AS "cascadeDepth", m.root_event_id AS "rootEventId"
  FROM message m WHERE m.workspace_id = $1 AND (m.id = $2::uuid OR m.provider_message_id = $3) AND m.direction = 'OUTBOUND'
  ORDER BY m.id = $2::uuid DESC NULLS LAST LIMIT 1`;

/** Failures that the sending executions do not show yet: of message $1, or the oldest of all. */
export const UNTOLD = `
  SELECT m.id, m.workspace_id AS "workspaceId", m.execution_id AS "executionId", m.error
  FROM message m WHERE m.failure_untold AND ($1::uuid IS NULL OR m.id = $1) ORDER BY m.updated_at LIMIT 500`;

/** Whether UNTOLD would return a row, as a SQL expression. */
export const ANY_UNTOLD = `(SELECT true FROM message WHERE failure_untold ORDER BY updated_at LIMIT 1)`;

/** Returns no row if the failure of message $2 was already marked as shown. */
export const TOLD = `
  UPDATE message SET failure_untold = false WHERE workspace_id = $1 AND id = $2 AND failure_untold RETURNING id`;

/** Latest first. The id of an outbound message is its step's and does not sort; its sent_at never changes. */
export const MESSAGES = `
  SELECT ${MESSAGE_COLUMNS} FROM message m
  WHERE m.workspace_id = $1 AND m.contact_id = $4
    AND ($2::uuid IS NULL OR (m.sent_at, m.id) < (SELECT b.sent_at, b.id FROM message b WHERE b.workspace_id = $1 AND b.id = $2))
  ORDER BY m.sent_at DESC, m.id DESC LIMIT $3`;

/** Newest first. */
export const CONVERSATIONS = `
  SELECT ${CONVERSATION_COLUMNS} FROM conversation v
  WHERE v.workspace_id = $1 AND v.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  ORDER BY v.id DESC LIMIT $3`;
