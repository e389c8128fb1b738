import type { JsonObject } from '../../kernel/json.js';
import { toJsonText } from '../../kernel/json.js';
import { withoutPersonalData } from '../../kernel/without-personal-data.js';
import type { Reader } from '../database/reader.js';

/** The events `v` of a contact and its orders, and of its deletion; `id` is a placeholder. Each has an index. */
export const concerning = (id: string) => `
  SELECT v.id FROM event v WHERE v.workspace_id = $1 AND v.contact_id = ${id}
  UNION SELECT v.id FROM event v WHERE v.workspace_id = $1 AND v.entity_id = ${id} AND v.entity_id IS DISTINCT FROM v.contact_id`;

const BATCH = 500;

const PAGE = `
  SELECT v.id, v.payload FROM event v WHERE v.id IN (${concerning('$2')}) AND v.id > $3 ORDER BY v.id LIMIT ${BATCH}`;

const WRITE = `
  UPDATE event v SET payload = n.payload FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, payload jsonb)
  WHERE v.workspace_id = $1 AND v.id = n.id`;

/** Removes personal data from the events of a contact. Resolves with how many there are. */
export async function eraseEvents(work: Reader, contactId: string): Promise<number> {
  let count = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const page = await work.query<{ id: string; payload: JsonObject }>(PAGE, [work.workspaceId, contactId, after]);
    const erased = page.map(({ id, payload }) => ({ id, payload: withoutPersonalData(payload) }));
    if (page.length > 0) await work.query(WRITE, [work.workspaceId, toJsonText(erased)]);
    count += page.length;
    if (page.length < BATCH) return count;
    after = page.at(-1)!.id;
  }
}

const REPOINT = `
  UPDATE event v SET contact_id = CASE WHEN v.contact_id = $2 THEN $3::uuid ELSE v.contact_id END,
    entity_id = CASE WHEN v.entity_id = $2 THEN $3::uuid ELSE v.entity_id END,
    payload = v.payload || CASE WHEN v.payload ->> 'contactId' = $2::text THEN jsonb_build_object('contactId', $3::uuid) ELSE '{}' END
      || CASE WHEN v.payload ->> 'entityId' = $2::text THEN jsonb_build_object('entityId', $3::uuid) ELSE '{}' END
  WHERE v.id IN (${concerning('$2')})`;

/** Lets the events of one contact be about another. */
export async function repointEvents(work: Reader, from: string, into: string): Promise<void> {
  await work.query(REPOINT, [work.workspaceId, from, into]);
}
