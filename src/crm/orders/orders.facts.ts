import { z } from 'zod';
import { defineFacts } from '../../platform/facts/define-facts.js';
import { idFact } from '../../platform/facts/id-fact.js';
import { pipelineSchema, stageSchema } from '../pipelines/pipelines.facts.js';
import { ORDER_COLUMNS, type OrderRow } from './order.entity.js';

const text = (title: string) => z.string().meta({ title });

const schema = z.object({
  id: idFact('Id of the order'),
  name: text('Name'),
  value: z.string().meta({ title: 'Value', factType: 'decimal' }),
  description: text('Description').nullable(),
  shippingAddress: text('Shipping address').nullable(),
  shippingCity: text('Shipping city').nullable(),
  shippingRegion: text('Shipping region').nullable(),
  shippingPostalCode: text('Shipping postal code').nullable(),
  customFields: z.record(z.string(), z.unknown()).meta({ title: 'Custom fields' }),
  stage: stageSchema,
  pipeline: pipelineSchema,
  tags: z.array(z.string()).meta({ title: 'Names of its tags' }),
  sourceOrderId: idFact('Id of the order it was copied from').nullable(),
  contactId: idFact('Id of its contact').nullable(),
  createdAt: z.string().meta({ title: 'When it was created', factType: 'date' }),
});

type Place = { stageName: string; pipelineName: string };

const LOAD = `
  SELECT ${ORDER_COLUMNS}, s.name AS "stageName", p.name AS "pipelineName", ARRAY(
    SELECT t.name FROM order_tag ot JOIN tag t ON t.workspace_id = ot.workspace_id AND t.id = ot.tag_id
    WHERE ot.workspace_id = o.workspace_id AND ot.order_id = o.id ORDER BY t.name) AS tags
  FROM "order" o
  JOIN stage s ON s.workspace_id = o.workspace_id AND s.id = o.stage_id
  JOIN pipeline p ON p.workspace_id = o.workspace_id AND p.id = o.pipeline_id
  WHERE o.workspace_id = $1 AND o.id = ANY ($2::uuid[])`;

/** The facts about an order. */
export const orderFacts = defineFacts({
  name: 'order',
  title: 'Order',
  schema,
  load: async (reader, ids) => {
    const rows = await reader.query<OrderRow & Place & { tags: string[] }>(LOAD, [reader.workspaceId, ids]);
    return new Map(rows.map((row) => [row.id, schema.parse({ ...snapshotOfOrder(row, row), tags: row.tags })]));
  },
});

/** An order as stored in events: its facts without the tags. */
export const orderSnapshot = schema.omit({ tags: true });

/** The snapshot of a row and its place. */
export const snapshotOfOrder = (row: OrderRow, { stageName, pipelineName }: Place) => ({
  ...row,
  stage: { id: row.stageId, name: stageName },
  pipeline: { id: row.pipelineId, name: pipelineName },
  createdAt: row.createdAt.toISOString(),
});
