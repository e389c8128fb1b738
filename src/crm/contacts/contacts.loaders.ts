import type { Reader } from '../../platform/database/reader.js';
import { inOrder } from '../../platform/graphql/request-loaders.js';
import { CONTACT_COLUMNS, type ContactRow } from './contact.entity.js';

const BY_IDS = `SELECT ${CONTACT_COLUMNS} FROM contact c WHERE c.workspace_id = $1 AND c.id = ANY ($2::uuid[])`;

/** Contacts by id, null where there is none. */
export async function contactsById(reader: Reader, ids: readonly string[]): Promise<(ContactRow | null)[]> {
  return inOrder(ids, await reader.query<ContactRow>(BY_IDS, [reader.workspaceId, ids]), ({ id }) => id);
}
