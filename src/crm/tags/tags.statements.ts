import { TAG_COLUMNS } from './tag.entity.js';

const ENTITIES = {
  contact: { table: 'contact', contactId: 'e.id', link: 'contact_tag', column: 'contact_id' },
  order: { table: '"order"', contactId: 'e.contact_id', link: 'order_tag', column: 'order_id' },
} as const;

const PUT = (link: string, column: string) => `
    INSERT INTO ${link} (workspace_id, ${column}, tag_id)
    SELECT $1, entity.id, label.id FROM entity, label
    ON CONFLICT DO NOTHING RETURNING tag_id`;

const TAKE = (link: string, column: string) => `
    DELETE FROM ${link} l USING entity, label
    WHERE l.workspace_id = $1 AND l.${column} = entity.id AND l.tag_id = label.id RETURNING l.tag_id`;

// The tag by id, or by name, created if missing. The update only waits for a concurrent insert and reads its row.
const BY_ID = `label AS (
    SELECT ${TAG_COLUMNS} FROM tag t WHERE t.workspace_id = $1 AND t.id = $2
  )`;
const BY_NAME = `found AS (
    SELECT ${TAG_COLUMNS} FROM tag t WHERE t.workspace_id = $1 AND t.name_key = $5
  ), made AS (
    INSERT INTO tag AS t (id, workspace_id, name, name_key, color)
    SELECT $2, $1, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM found)
    ON CONFLICT ON CONSTRAINT tag_name_key DO UPDATE SET name = t.name
    RETURNING ${TAG_COLUMNS}
  ), label AS (
    SELECT * FROM found UNION ALL SELECT * FROM made
  )`;

const change = (entity: keyof typeof ENTITIES, written: typeof PUT, label = BY_ID) => {
  const { table, contactId, link, column } = ENTITIES[entity];
  return `
  WITH ${label}, entity AS (
    SELECT e.id, ${contactId} AS contact_id FROM ${table} e WHERE e.workspace_id = $1 AND e.id = $3
  ), written AS (${written(link, column)}
  )
  SELECT label.*, entity.id AS "entityId", entity.contact_id AS "contactId", EXISTS (SELECT FROM written) AS changed
  FROM (VALUES (1)) AS one LEFT JOIN label ON true LEFT JOIN entity ON true`;
};

/** Each returns one row: the tag, the entity and its contact, each null if it does not exist, and whether anything changed. */
export const ASSIGN = { contact: change('contact', PUT), order: change('order', PUT) };
export const ASSIGN_BY_NAME = { contact: change('contact', PUT, BY_NAME), order: change('order', PUT, BY_NAME) };
export const REMOVE = { contact: change('contact', TAKE), order: change('order', TAKE) };

/** Returns no row if the name is taken. */
export const INSERT_TAG = `
  INSERT INTO tag AS t (id, workspace_id, name, name_key, color) VALUES ($2, $1, $3, $4, $5)
  ON CONFLICT ON CONSTRAINT tag_name_key DO NOTHING
  RETURNING ${TAG_COLUMNS}`;

/** Creates the tags of $2, with the color $3, that do not exist. */
export const INSERT_TAGS = `
  INSERT INTO tag (id, workspace_id, name, name_key, color)
  SELECT n.id, $1, n.name, n.key, $3 FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, name text, key text) ORDER BY n.key
  ON CONFLICT ON CONSTRAINT tag_name_key DO NOTHING`;

export const TAGS_BY_KEYS = `
  SELECT ${TAG_COLUMNS}, t.name_key AS key FROM tag t WHERE t.workspace_id = $1 AND t.name_key = ANY ($2::text[])`;

const assignMany = ({ link, column }: (typeof ENTITIES)[keyof typeof ENTITIES]) => `
  INSERT INTO ${link} (workspace_id, ${column}, tag_id) SELECT $1, * FROM unnest($2::uuid[], $3::uuid[])
  ON CONFLICT DO NOTHING RETURNING ${column} || ' ' || tag_id AS key`;

/** Gives each of the existing entities $2 the tag at the same place of $3; returns what is new, as both ids with a space between. */
export const ASSIGN_MANY = { contact: assignMany(ENTITIES.contact), order: assignMany(ENTITIES.order) };

export const TAG_BY_NAME = `SELECT ${TAG_COLUMNS} FROM tag t WHERE t.workspace_id = $1 AND t.name_key = $2`;

/** Changes what is given of tag $2 to name $3 with key $4 and color $5. One row if it exists: the tag as it is after, and as it was. */
export const UPDATE_TAG = `
  WITH held AS (
    SELECT * FROM tag WHERE workspace_id = $1 AND id = $2 FOR UPDATE
  ), written AS (
    UPDATE tag t SET name = coalesce($3, held.name), name_key = coalesce($4, held.name_key), color = coalesce($5, held.color)
    FROM held WHERE t.workspace_id = $1 AND t.id = held.id
      AND (held.name, held.color) IS DISTINCT FROM (coalesce($3, held.name), coalesce($5, held.color))
    RETURNING ${TAG_COLUMNS}
  )
  SELECT tag.*, held.name AS "previousName", held.color AS "previousColor", EXISTS (SELECT FROM written) AS changed
  FROM held CROSS JOIN LATERAL (
    SELECT * FROM written UNION ALL SELECT ${TAG_COLUMNS} FROM (SELECT held.*) AS t WHERE NOT EXISTS (SELECT FROM written)
  ) AS tag`;

/** Tag $2, which nobody can assign or change until the end of the transaction. */
export const HOLD_TAG = `SELECT ${TAG_COLUMNS} FROM tag t WHERE t.workspace_id = $1 AND t.id = $2 FOR UPDATE`;

/** Deletes a tag with its assignments. */
export const DELETE_TAG = `DELETE FROM tag WHERE workspace_id = $1 AND id = $2`;

/** Gives the tags of contact $2 to contact $3 as well. */
export const GIVE_TAGS = `
  INSERT INTO contact_tag (workspace_id, contact_id, tag_id, assigned_at)
  SELECT workspace_id, $3::uuid, tag_id, assigned_at FROM contact_tag WHERE workspace_id = $1 AND contact_id = $2
  ON CONFLICT DO NOTHING`;

/** Newest first. */
export const TAGS = `
  SELECT ${TAG_COLUMNS} FROM tag t
  WHERE t.workspace_id = $1 AND t.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  ORDER BY t.id DESC LIMIT $3`;
