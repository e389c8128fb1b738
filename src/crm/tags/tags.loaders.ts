import type { Reader } from '../../platform/database/reader.js';
import { grouped } from '../../platform/graphql/request-loaders.js';
import { TAG_COLUMNS, type TagRow } from './tag.entity.js';

type TagOf = TagRow & { ofId: string };

const OF_CONTACTS = `
  SELECT a.contact_id AS "ofId", ${TAG_COLUMNS} FROM contact_tag a
  JOIN tag t ON t.workspace_id = a.workspace_id AND t.id = a.tag_id
  WHERE a.workspace_id = $1 AND a.contact_id = ANY ($2::uuid[]) ORDER BY t.name, t.id`;

const OF_ORDERS = `
  SELECT a.order_id AS "ofId", ${TAG_COLUMNS} FROM order_tag a
  JOIN tag t ON t.workspace_id = a.workspace_id AND t.id = a.tag_id
  WHERE a.workspace_id = $1 AND a.order_id = ANY ($2::uuid[]) ORDER BY t.name, t.id`;

/** The tags of each contact, by name. */
export async function tagsOfContacts(reader: Reader, ids: readonly string[]): Promise<TagRow[][]> {
  return grouped(ids, await reader.query<TagOf>(OF_CONTACTS, [reader.workspaceId, ids]), ({ ofId }) => ofId);
}

/** The tags of each order, by name. */
export async function tagsOfOrders(reader: Reader, ids: readonly string[]): Promise<TagRow[][]> {
  return grouped(ids, await reader.query<TagOf>(OF_ORDERS, [reader.workspaceId, ids]), ({ ofId }) => ofId);
}
