import { membersStatement } from '../fields/members.js';
import { patchStatement, type Patchable } from '../fields/patch.js';
import { CONTACT_COLUMNS } from './contact.entity.js';
import { contactPatch } from './contact.input.js';

const FIELDS = {
  name: 'name',
  phone: 'phone',
  email: 'email',
  city: 'city',
  region: 'region',
  address: 'address',
  timeZone: 'time_zone',
  optedOutAt: 'opted_out_at',
};

/** The changeable fields of a contact. */
export const CONTACT_PATCH: Patchable = {
  entityType: 'contact',
  fields: FIELDS,
  dates: ['optedOutAt'],
  values: contactPatch,
  statement: patchStatement('contact', FIELDS, { alias: 'c', columns: CONTACT_COLUMNS }),
};

/** Creates the contacts $2; returns no row for those whose phone number is taken. */
export const INSERT_CONTACTS = `
  INSERT INTO contact AS c (id, workspace_id, name, phone, email, city, region, address, time_zone, opted_out_at, custom_fields)
  SELECT n.id, $1, n.name, n.phone, n.email, n.city, n.region, n.address, n."timeZone", n."optedOutAt", coalesce(n."customFields", '{}')
  FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, name text, phone text, email text, city text, region text, address text,
    "timeZone" text, "optedOutAt" timestamptz, "customFields" jsonb)
  ON CONFLICT ON CONSTRAINT contact_phone_key DO NOTHING
  RETURNING ${CONTACT_COLUMNS}`;

export const CONTACT_BY_ID = `SELECT ${CONTACT_COLUMNS} FROM contact c WHERE c.workspace_id = $1 AND c.id = $2`;

export const CONTACT_BY_PHONE = `SELECT c.id FROM contact c WHERE c.workspace_id = $1 AND c.phone = $2`;

const matching = (keys: string, condition: string) => `
  SELECT c.id, c.phone, lower(c.email) AS email FROM unnest(${keys}) AS k(key) CROSS JOIN LATERAL (
    SELECT * FROM contact c WHERE c.workspace_id = $1 AND ${condition} ORDER BY c.id LIMIT 1) AS c`;

/**
 * The contacts of workspace $1 with one of the ids $2, phone numbers $3 or e-mail addresses $4 in lower case; of several with one
 * address, the oldest. One look into an index for each key, whatever the planner knows of the table.
 */
export const MATCH_CONTACTS = [
  matching('$2::uuid[]', 'c.id = k.key'),
  matching('$3::text[]', 'c.phone = k.key'),
  matching('$4::text[]', 'lower(c.email) = k.key'),
].join(' UNION ');

export const CONTACT_MEMBERS = membersStatement({ table: 'contact', contactId: 'm.id' });

/** The contacts $2, which nobody can change or refer to until the end of the transaction. */
export const HOLD_CONTACTS = `
  SELECT ${CONTACT_COLUMNS} FROM contact c WHERE c.workspace_id = $1 AND c.id = ANY ($2::uuid[]) ORDER BY c.id FOR UPDATE`;

export const DELETE_CONTACT = `DELETE FROM contact WHERE workspace_id = $1 AND id = $2`;

/** Gives contact $2 the fields of $3 that it lacks. If either contact opted out, the result has opted out. */
export const COMPLETE_CONTACT = `
  UPDATE contact c SET phone = coalesce(c.phone, n.phone), email = coalesce(c.email, n.email), city = coalesce(c.city, n.city),
    region = coalesce(c.region, n.region), address = coalesce(c.address, n.address), time_zone = coalesce(c.time_zone, n."timeZone"),
    opted_out_at = coalesce(c.opted_out_at, n."optedOutAt"), custom_fields = coalesce(n."customFields", '{}') || c.custom_fields,
    version = c.version + 1, updated_at = clock_now()
  FROM jsonb_to_record($3::jsonb) AS n(phone text, email text, city text, region text, address text, "timeZone" text,
    "optedOutAt" timestamptz, "customFields" jsonb)
  WHERE c.workspace_id = $1 AND c.id = $2
  RETURNING ${CONTACT_COLUMNS}`;

/** Newest first. */
export const CONTACTS = `
  SELECT ${CONTACT_COLUMNS} FROM contact c
  WHERE c.workspace_id = $1 AND c.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
    AND ($4::text IS NULL OR c.name ILIKE $4 OR c.phone LIKE $4 OR c.email ILIKE $4)
  ORDER BY c.id DESC LIMIT $3`;
