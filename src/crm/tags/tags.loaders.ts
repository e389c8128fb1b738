import type { Reader } from '../../platform/database/reader.js';
import type { NestedPage } from '../../platform/query-limits/query-lists.js';
import { grouped } from '../../platform/requester/request-loaders.js';
import { TAG_COLUMNS, type TagRow } from './tag.entity.js';

type TagOf = TagRow & { ofId: string };

const ofEach = (link: string, column: string) => `
  SELECT t.* FROM unnest($2::uuid[]) AS k(id) CROSS JOIN LATERAL (
    SELECT k.id AS "ofId", ${TAG_COLUMNS} FROM ${link} a
    JOIN tag t ON t.workspace_id = a.workspace_id AND t.id = a.tag_id
    WHERE a.workspace_id = $1 AND a.${column} = k.id
      AND ($4::uuid IS NULL OR (t.name, t.id) > (SELECT l.name, l.id FROM tag l WHERE l.workspace_id = $1 AND l.id = $4))
    ORDER BY t.name, t.id LIMIT $3) AS t`;

const OF_CONTACTS = ofEach('contact_tag', 'contact_id');
const OF_ORDERS = ofEach('order_tag', 'order_id');

/** The tags of each contact, by name. */
export async function tagsOfContacts(
  reader: Reader,
  ids: readonly string[],
  { first, after }: NestedPage,
): Promise<TagRow[][]> {
  return grouped(
    ids,
    await reader.query<TagOf>(OF_CONTACTS, [reader.workspaceId, ids, first, after]),
    ({ ofId }) => ofId,
  );
}

/** The tags of each order, by name. */
export async function tagsOfOrders(
  reader: Reader,
  ids: readonly string[],
  { first, after }: NestedPage,
): Promise<TagRow[][]> {
  return grouped(
    ids,
    await reader.query<TagOf>(OF_ORDERS, [reader.workspaceId, ids, first, after]),
    ({ ofId }) => ofId,
  );
}
