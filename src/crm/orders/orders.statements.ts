import { membersStatement } from '../fields/members.js';
import { patchStatement, type Patchable } from '../fields/patch.js';
import { ORDER_COLUMNS } from './order.entity.js';
import { orderPatch } from './order.input.js';

const FIELDS = {
  name: 'name',
  value: 'value',
  description: 'description',
  shippingAddress: 'shipping_address',
  shippingCity: 'shipping_city',
  shippingRegion: 'shipping_region',
  shippingPostalCode: 'shipping_postal_code',
};

/** The changeable fields of an order. */
export const ORDER_PATCH: Patchable = {
  entityType: 'order',
  fields: FIELDS,
  values: orderPatch,
  statement: patchStatement('"order"', FIELDS, { alias: 'o', columns: ORDER_COLUMNS }),
};

export const ORDER_MEMBERS = membersStatement({ table: '"order"', contactId: 'm.contact_id' });

export const ORDER_BY_ID = `SELECT ${ORDER_COLUMNS} FROM "order" o WHERE o.workspace_id = $1 AND o.id = $2`;

/**
 * Moves order $2 to stage $3, of its own pipeline or of pipeline $4. Always returns one row, with null for what does not exist.
 * The order is locked first and compared while locked, so of two concurrent moves the second sees the first.
 */
export const MOVE_ORDER = `
  WITH held AS (
    SELECT * FROM "order" WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE
  ), target AS (
    SELECT s.id, s.name, s.position, s.pipeline_id, p.name AS pipeline_name
    FROM stage s JOIN pipeline p ON p.workspace_id = s.workspace_id AND p.id = s.pipeline_id
    WHERE s.workspace_id = $1 AND s.id = $3
  ), moved AS (
    UPDATE "order" t SET stage_id = target.id, pipeline_id = target.pipeline_id, version = t.version + 1, updated_at = clock_now()
    FROM held, target
    WHERE t.workspace_id = $1 AND t.id = held.id AND held.stage_id <> target.id
      AND target.pipeline_id = coalesce($4, held.pipeline_id)
    RETURNING t.version, t.updated_at
  )
  SELECT ${ORDER_COLUMNS}, was.name AS "fromStageName", target.id AS "toStageId", target.name AS "toStageName", target.position AS "toPosition",
    target.pipeline_id AS "toPipelineId", target.pipeline_name AS "pipelineName", moved.version AS "movedVersion", moved.updated_at AS "movedAt"
  FROM (VALUES (1)) AS one
  LEFT JOIN held o ON true LEFT JOIN target ON true LEFT JOIN moved ON true
  LEFT JOIN stage was ON was.workspace_id = $1 AND was.id = o.stage_id`;

/** Order $2 with the names of its place, which nobody can change until the end of the transaction. */
export const HOLD_ORDER = `
  SELECT ${ORDER_COLUMNS}, s.name AS "stageName", p.name AS "pipelineName" FROM "order" o
  JOIN stage s ON s.workspace_id = o.workspace_id AND s.id = o.stage_id
  JOIN pipeline p ON p.workspace_id = o.workspace_id AND p.id = o.pipeline_id
  WHERE o.workspace_id = $1 AND o.id = $2 FOR UPDATE OF o`;

/** Up to $4 orders of pipeline $2 that are at none of the stages $3, held until the end of the transaction. */
export const HOLD_ELSEWHERE = `
  SELECT o.id FROM "order" o WHERE o.workspace_id = $1 AND o.pipeline_id = $2 AND o.stage_id <> ALL ($3::uuid[])
  ORDER BY o.id LIMIT $4 FOR UPDATE`;

/** Up to $3 orders of contact $2, held until the end of the transaction. */
export const HOLD_ORDERS_OF = `
  SELECT o.id FROM "order" o WHERE o.workspace_id = $1 AND o.contact_id = $2 ORDER BY o.id LIMIT $3 FOR UPDATE`;

/** Gives the orders of contact $2 to contact $3. */
export const GIVE_ORDERS = `
  UPDATE "order" SET contact_id = $3, version = version + 1, updated_at = clock_now() WHERE workspace_id = $1 AND contact_id = $2`;

/** Deletes the orders $2 with their items and tags; their duplicates stay, without a source. */
export const DELETE_ORDERS = `
  WITH freed AS (
    UPDATE "order" SET source_order_id = NULL
    WHERE workspace_id = $1 AND source_order_id = ANY ($2::uuid[]) AND id <> ALL ($2::uuid[])
  )
  DELETE FROM "order" WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`;

/**
 * Creates order $2 in pipeline $3 at stage $4 for contact $5, with attributes $6 and items $7; from source $8, items are copied
 * if $9 and tags if $10. Always returns one row, with null or false for what does not exist.
 */
export const CREATE_ORDER = `
  WITH place AS (
    SELECT s.id AS stage_id, s.name AS stage_name, p.id AS pipeline_id, p.name AS pipeline_name
    FROM stage s JOIN pipeline p ON p.workspace_id = s.workspace_id AND p.id = s.pipeline_id
    WHERE s.workspace_id = $1 AND (s.id = $4 OR ($4::uuid IS NULL AND s.pipeline_id = $3))
    ORDER BY s.position LIMIT 1
  ), person AS (
    SELECT id, name FROM contact WHERE workspace_id = $1 AND id = $5
  ), source AS (
    SELECT id FROM "order" WHERE workspace_id = $1 AND id = $8
  ), line AS (
    SELECT i.position, i.title, i.sku, i.quantity, coalesce(i."unitPrice", 0) AS unit_price
    FROM jsonb_to_recordset($7::jsonb) AS i(position integer, title text, sku text, quantity integer, "unitPrice" numeric(20,2))
    UNION ALL
    SELECT jsonb_array_length($7::jsonb) + i.position, i.title, i.sku, i.quantity, i.unit_price
    FROM order_item i WHERE $9::boolean AND i.workspace_id = $1 AND i.order_id = $8
  ), made AS (
    INSERT INTO "order" AS o (id, workspace_id, pipeline_id, stage_id, contact_id, name, value, description, source_order_id,
      shipping_address, shipping_city, shipping_region, shipping_postal_code, custom_fields)
    SELECT $2::uuid, $1, place.pipeline_id, place.stage_id, person.id, coalesce(n.name, person.name, 'New order'),
      coalesce(n.value, (SELECT sum(line.quantity * line.unit_price) FROM line), 0), n.description,
      CASE WHEN n.link THEN source.id END, n."shippingAddress", n."shippingCity", n."shippingRegion", n."shippingPostalCode",
      coalesce(n."customFields", '{}')
    FROM place CROSS JOIN jsonb_to_record($6::jsonb) AS n(name text, value numeric(20,2), description text, link boolean,
      "shippingAddress" text, "shippingCity" text, "shippingRegion" text, "shippingPostalCode" text, "customFields" jsonb)
    LEFT JOIN person ON true LEFT JOIN source ON true
    WHERE place.pipeline_id = coalesce($3, place.pipeline_id)
      AND ($5::uuid IS NULL OR person.id IS NOT NULL) AND ($8::uuid IS NULL OR source.id IS NOT NULL)
    RETURNING ${ORDER_COLUMNS}
  ), lines AS (
    INSERT INTO order_item (workspace_id, order_id, position, title, sku, quantity, unit_price)
    SELECT $1, made.id, line.position, line.title, line.sku, line.quantity, line.unit_price FROM made, line
  ), tagged AS (
    INSERT INTO order_tag (workspace_id, order_id, tag_id)
    SELECT $1, made.id, t.tag_id FROM made, order_tag t WHERE $10::boolean AND t.workspace_id = $1 AND t.order_id = $8
    RETURNING tag_id
  )
  SELECT made.*,
    jsonb_build_object('stageName', place.stage_name, 'pipelineName', place.pipeline_name,
      'pipeline', EXISTS (SELECT FROM pipeline WHERE workspace_id = $1 AND id = $3), 'stage', place.stage_id IS NOT NULL,
      'contact', EXISTS (SELECT FROM person), 'source', EXISTS (SELECT FROM source)) AS found,
    (SELECT jsonb_agg(jsonb_build_object('id', tag.id, 'name', tag.name, 'color', tag.color) ORDER BY tag.name)
     FROM tagged JOIN tag ON tag.workspace_id = $1 AND tag.id = tagged.tag_id) AS tags
  FROM (VALUES (1)) AS one LEFT JOIN place ON true LEFT JOIN made ON true`;

/** Creates the orders $2, each at a stage; returns no row for those whose stage or contact does not exist. */
export const INSERT_ORDERS = `
  WITH made AS (
    INSERT INTO "order" AS o (id, workspace_id, pipeline_id, stage_id, contact_id, name, value, description,
      shipping_address, shipping_city, shipping_region, shipping_postal_code, custom_fields)
    SELECT n.id, $1, s.pipeline_id, s.id, c.id, coalesce(n.name, c.name, 'New order'), coalesce(n.value, 0), n.description,
      n."shippingAddress", n."shippingCity", n."shippingRegion", n."shippingPostalCode", coalesce(n."customFields", '{}')
    FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, "stageId" uuid, "contactId" uuid, name text, value numeric(20,2), description text,
      "shippingAddress" text, "shippingCity" text, "shippingRegion" text, "shippingPostalCode" text, "customFields" jsonb)
    JOIN stage s ON s.workspace_id = $1 AND s.id = n."stageId"
    LEFT JOIN contact c ON c.workspace_id = $1 AND c.id = n."contactId"
    WHERE n."contactId" IS NULL OR c.id IS NOT NULL
    RETURNING ${ORDER_COLUMNS}
  )
  SELECT made.*, s.name AS "stageName", p.name AS "pipelineName" FROM made
  JOIN stage s ON s.workspace_id = $1 AND s.id = made."stageId"
  JOIN pipeline p ON p.workspace_id = $1 AND p.id = made."pipelineId"`;

/** Those of the orders $2 that exist. */
export const EXISTING_ORDERS = `SELECT o.id, o.contact_id AS "contactId" FROM "order" o WHERE o.workspace_id = $1 AND o.id = ANY ($2::uuid[])`;

const FILTERS = { pipelineId: 'o.pipeline_id', stageId: 'o.stage_id', contactId: 'o.contact_id' } as const;

/** The filter of a list of orders; all without a filter. */
export type OrderFilter = { [Name in keyof typeof FILTERS]?: string | null };

// There is no index from a pipeline to its newest orders, but one from each of its stages.
const OF_PIPELINE = `
  SELECT o.* FROM stage s CROSS JOIN LATERAL (
    SELECT ${ORDER_COLUMNS} FROM "order" o
    WHERE o.workspace_id = $1 AND o.stage_id = s.id AND o.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
    ORDER BY o.id DESC LIMIT $3) AS o
  WHERE s.workspace_id = $1 AND s.pipeline_id = $4 ORDER BY o.id DESC LIMIT $3`;

/** Newest first: a separate text for each combination of filters, so that each uses its own index. */
export function ordersStatement(filter: OrderFilter): { text: string; ids: string[] } {
  const given = (Object.keys(FILTERS) as (keyof typeof FILTERS)[]).filter((name) => filter[name] != null);
  const ids = given.map((name) => filter[name]!);
  if (given.join() === 'pipelineId') return { text: OF_PIPELINE, ids };
  const text = `
  SELECT ${ORDER_COLUMNS} FROM "order" o
  WHERE o.workspace_id = $1 AND o.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
    ${given.map((name, index) => `AND ${FILTERS[name]} = $${index + 4}`).join(' ')}
  ORDER BY o.id DESC LIMIT $3`;
  return { text, ids };
}
