import { toId } from '../../kernel/ids.js';
import type { Reader } from '../database/reader.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../paging/connection.js';
import { MEMBERS, MEMBERS_BY_IDS } from './members.statements.js';

/** A key or a person of a workspace. */
export interface MemberRow {
  id: string;
  type: 'api_key' | 'user';
  name: string;
}

/** A page of the members of a workspace. */
export async function membersPage(reader: Reader, args: PageArgs): Promise<Connection<MemberRow>> {
  const query = pageQuery(args);
  return toConnection(await reader.query<MemberRow>(MEMBERS, [reader.workspaceId, query.afterId, query.limit]), query);
}

/** Members by id, or by their id in the user directory; null for unknown ones. */
export async function membersByIds(reader: Reader, ids: readonly string[]): Promise<(MemberRow | null)[]> {
  const uuids = ids.flatMap((id) => toId(id) ?? []);
  const rows = await reader.query<MemberRow & { subject: string | null }>(MEMBERS_BY_IDS, [
    reader.workspaceId,
    uuids,
    ids,
  ]);
  const named = new Map(rows.flatMap((row) => (row.subject === null ? [] : [[row.subject, row] as const])));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(toId(id) ?? '') ?? named.get(id) ?? null);
}
