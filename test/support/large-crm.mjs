/** A workspace with very many contacts, orders and tasks, and the lists that people make of them. */

/** The tables with a row or more for each contact. */
export const GROWN = ['contact', 'order', 'task', 'contact_tag', 'order_tag'];

// Half of the contacts have the tag, ten have the rare one; every 7th is named José, and one Xochitl.
const FILL = [
  `INSERT INTO workspace (id, name) VALUES ($1, 'Large') ON CONFLICT DO NOTHING`,
  `INSERT INTO pipeline (id, workspace_id, name) VALUES ($2, $1, 'Sales')`,
  `INSERT INTO stage (id, workspace_id, pipeline_id, name, position) VALUES ($3, $1, $2, 'New', 0), ($4, $1, $2, 'Rare', 1)`,
  `INSERT INTO tag (id, workspace_id, name, name_key, color) VALUES ($5, $1, 'Often', 'often', '#000000'), ($6, $1, 'Rare', 'rare', '#000000')`,
  `INSERT INTO contact (id, workspace_id, name, phone, email, custom_fields, opted_out_at, created_at)
   SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, $1,
     CASE WHEN n = $7::int / 2 THEN 'Xóchitl' WHEN n % 7 = 0 THEN 'José' ELSE 'Name' END || ' ' || md5(n::text),
     '+55' || lpad((n * 79191047 % 100000000000)::text, 11, '0'), md5(n::text) || '@example.org',
     jsonb_build_object('size', n % 1000, 'vip', n % 2 = 0), CASE WHEN n % 1000 = 0 THEN now() END, now() - ($7::int - n) * interval '1 minute'
   FROM generate_series(1, $7::bigint) AS n`,
  `INSERT INTO contact_tag (workspace_id, contact_id, tag_id)
   SELECT $1, id, $5::uuid FROM contact WHERE workspace_id = $1 AND (custom_fields ->> 'vip')::boolean
   UNION ALL SELECT $1, id, $6::uuid FROM (SELECT id FROM contact WHERE workspace_id = $1 ORDER BY id LIMIT 10) AS ten`,
  `INSERT INTO "order" (id, workspace_id, name, value, pipeline_id, stage_id, contact_id, custom_fields, created_at)
   SELECT id, $1, name, (phone::bigint % 100000), $2, CASE WHEN phone::bigint % 10000 = 0 THEN $4::uuid ELSE $3::uuid END, id, custom_fields, created_at
   FROM contact WHERE workspace_id = $1`,
  `INSERT INTO order_tag (workspace_id, order_id, tag_id) SELECT workspace_id, contact_id, tag_id FROM contact_tag WHERE workspace_id = $1`,
  `INSERT INTO task (id, workspace_id, title, status, priority, due_at, assignee_id, contact_id, created_at)
   SELECT id, $1, name, CASE WHEN phone::bigint % 50 = 0 THEN 'OPEN' ELSE 'COMPLETED' END, 'MEDIUM', created_at, 'user-' || phone::bigint % 500, id, created_at
   FROM contact WHERE workspace_id = $1`,
];

const INDEXES = `
  SELECT indexname AS name, indexdef AS text FROM pg_indexes i
  WHERE tablename = ANY($1) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`;

/**
 * Fills a workspace with this many contacts, an order and a task for each; `query` runs one statement as owner of the tables.
 * The workspace is created if there is none.
 */
export async function growLargeCrm(query, { workspaceId, pipelineId, stageId, rareStageId, tagId, rareTagId, count }) {
  // Building an index once takes a fraction of the time that adding each row to it takes.
  const indexes = await query(INDEXES, [GROWN]);
  for (const { name } of indexes) await query(`DROP INDEX "${name}"`);
  const values = [workspaceId, pipelineId, stageId, rareStageId, tagId, rareTagId, count];
  for (const text of FILL) {
    // Postgres requires a type for every parameter, and no unused parameters.
    const used = [...new Set([...text.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)))].sort();
    const renumbered = text.replace(/\$(\d)/g, (_, number) => `$${used.indexOf(Number(number)) + 1}`);
    await query(
      renumbered,
      used.map((number) => values[number - 1]),
    );
  }
  for (const { text } of indexes) await query(text);
  await query('VACUUM ANALYZE');
}

/** The id of the n-th contact, order and task. */
const idOf = (n) =>
  `${(1_700_000_000_000 + n).toString(16).padStart(12, '0')}70008000${n.toString(16).padStart(12, '0')}`;

/** The lists that people make, by what they show: the arguments of `contacts`, `orders` and `tasks`. */
export function listsOfLargeCrm({ pipelineId, stageId, rareStageId, tagId, rareTagId, count }) {
  const middle = Buffer.from(idOf(Math.floor(count / 2)), 'hex').toString('base64url');
  const recently = new Date(Date.now() - 3_600_000);
  const byName = [{ field: 'NAME' }];
  return {
    contacts: {
      all: {},
      'all from the middle': { after: middle },
      'the last of all': { last: 20 },
      'a common name': { filter: { text: 'jose' } },
      'a rare name': { filter: { text: 'XOCHITL' } },
      'two words': { filter: { text: 'jose 12ab' } },
      'a text that nobody has': { filter: { text: 'zzzyyy' } },
      'a short word that nobody has': { filter: { text: 'zz' } },
      'a phone number': { filter: { text: '(79) 19104' } },
      'a common tag': { filter: { tagIds: [tagId] } },
      'a rare tag': { filter: { tagIds: [rareTagId] } },
      'a rare tag by name': { filter: { tagIds: [rareTagId] }, orderBy: byName },
      'a common tag by name': { filter: { tagIds: [tagId] }, orderBy: byName },
      'a common stage': { filter: { stageId } },
      'a rare stage': { filter: { stageId: rareStageId } },
      'opted out': { filter: { optedOut: true } },
      'a common custom field': { filter: { customFields: { vip: true } } },
      'a custom field': { filter: { customFields: { size: 17 } } },
      'a custom field that nobody has': { filter: { customFields: { shoe: 17 } } },
      'a period': { filter: { createdFrom: recently } },
      'by name': { orderBy: byName },
      'by name from the middle': { orderBy: byName, after: middle },
      'by name back from the middle': { orderBy: byName, last: 20, before: middle },
      'by creation from the middle': { orderBy: [{ field: 'CREATED_AT' }], after: middle },
    },
    orders: {
      'a common name': { filter: { text: 'jose' } },
      'a rare name': { filter: { text: 'XOCHITL' } },
      'a pipeline': { filter: { pipelineId } },
      'a rare stage': { filter: { stageId: rareStageId } },
      'a value': { filter: { valueFrom: '77', valueTo: '77' } },
      'by value': { orderBy: [{ field: 'VALUE', direction: 'DESC' }] },
      'by value at a common stage': { filter: { stageId }, orderBy: [{ field: 'VALUE', direction: 'DESC' }] },
      'by value from the middle': { orderBy: [{ field: 'VALUE' }], after: middle },
      'a rare tag': { filter: { tagIds: [rareTagId] } },
      'a custom field': { filter: { customFields: { size: 17 } } },
      'by name': { orderBy: byName },
    },
    tasks: {
      open: { filter: { status: 'OPEN' } },
      'open, by due date': { filter: { status: 'OPEN' }, orderBy: [{ field: 'DUE_AT' }] },
      'by due date from the middle': { orderBy: [{ field: 'DUE_AT' }], after: middle },
      'due soon': { filter: { dueFrom: recently } },
      'of somebody': { filter: { assigneeId: 'user-7' } },
      'a rare title': { filter: { text: 'xochitl' } },
    },
  };
}
