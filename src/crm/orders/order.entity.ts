import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../../kernel/json.js';

/** Something being sold; it stands at one stage of one pipeline. */
@Entity({ name: 'order' })
export class OrderEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('numeric', { precision: 20, scale: 2 })
  value!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('uuid', { name: 'contact_id', nullable: true })
  contactId!: string | null;

  @Column('uuid', { name: 'pipeline_id' })
  pipelineId!: string;

  @Column('uuid', { name: 'stage_id' })
  stageId!: string;

  @Column('uuid', { name: 'source_order_id', nullable: true })
  sourceOrderId!: string | null;

  @Column('text', { name: 'shipping_address', nullable: true })
  shippingAddress!: string | null;

  @Column('text', { name: 'shipping_city', nullable: true })
  shippingCity!: string | null;

  @Column('text', { name: 'shipping_region', nullable: true })
  shippingRegion!: string | null;

  @Column('text', { name: 'shipping_postal_code', nullable: true })
  shippingPostalCode!: string | null;

  @Column('jsonb', { name: 'custom_fields' })
  customFields!: JsonObject;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** An order as statements return it. */
export type OrderRow = Omit<OrderEntity, 'workspaceId'>;

/** The columns of an OrderRow, the table being called o. */
export const ORDER_COLUMNS = `o.id, o.name, o.value, o.description, o.contact_id AS "contactId", o.pipeline_id AS "pipelineId",
  o.stage_id AS "stageId", o.source_order_id AS "sourceOrderId", o.shipping_address AS "shippingAddress",
  o.shipping_city AS "shippingCity", o.shipping_region AS "shippingRegion", o.shipping_postal_code AS "shippingPostalCode",
  o.custom_fields AS "customFields", o.created_at AS "createdAt", o.updated_at AS "updatedAt"`;
