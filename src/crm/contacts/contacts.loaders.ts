import type { Reader } from '../../platform/database/reader.js';
import { inOrder } from '../../platform/requester/request-loaders.js';
import { CONTACT_COLUMNS, type ContactRow } from './contact.entity.js';

const BY_IDS = `SELECT ${CONTACT_COLUMNS} FROM contact c WHERE c.workspace_id = $1 AND c.id = ANY ($2::uuid[])`;

/** Contacts by id, null for missing ones. */
export async function contactsById(reader: Reader, ids: readonly string[]): Promise<(ContactRow | null)[]> {
  return inOrder(ids, await reader.query<ContactRow>(BY_IDS, [reader.workspaceId, ids]), ({ id }) => id);
}

/** A quick search covers only this many of the newest rows, so that its time does not depend on the total. */
const LOOKED_THROUGH = 10_000;

const SEARCH = `
  SELECT * FROM (
    SELECT ${CONTACT_COLUMNS} FROM contact c WHERE c.workspace_id = $1 AND c.phone = $4
    UNION
    (SELECT ${CONTACT_COLUMNS} FROM (SELECT * FROM contact WHERE workspace_id = $1 ORDER BY id DESC LIMIT ${LOOKED_THROUGH}) c
     WHERE c.name ILIKE $2 OR c.phone LIKE $2 OR c.email ILIKE $2 ORDER BY c.id DESC LIMIT $3)
  ) AS found ORDER BY id DESC LIMIT $3`;

/** The newest contacts that match the pattern, among the newest 10,000, and the contact with exactly this phone number. */
export const searchContacts = (
  reader: Reader,
  pattern: string,
  { limit, phone }: { limit: number; phone: string | null },
): Promise<ContactRow[]> => reader.query<ContactRow>(SEARCH, [reader.workspaceId, pattern, limit, phone]);
