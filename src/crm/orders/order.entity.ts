import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../../kernel/json.js';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** A sales order; it is at one stage of one pipeline. */
@Index('order_find_text', { synchronize: false })
@Index('order_find_custom', { synchronize: false })
@Index('order_find_name', { synchronize: false })
@Index('order_find_created', { synchronize: false })
@Index('order_find_value', { synchronize: false })
@Entity({ name: 'order' })
@Index('order_by_contact', ['workspaceId', 'contactId', 'id'])
@Index('order_by_source', ['workspaceId', 'sourceOrderId', 'id'], { where: 'source_order_id IS NOT NULL' })
@Index('order_by_stage', ['workspaceId', 'stageId', 'id'])
@ForeignKey('ContactEntity', ['workspaceId', 'contactId'], ['workspaceId', 'id'])
@ForeignKey('OrderEntity', ['workspaceId', 'sourceOrderId'], ['workspaceId', 'id'])
@ForeignKey('StageEntity', ['workspaceId', 'pipelineId', 'stageId'], ['workspaceId', 'pipelineId', 'id'])
export class OrderEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('numeric', { precision: 20, scale: 2 })
  value!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('uuid', { nullable: true })
  contactId!: string | null;

  @Column('uuid')
  pipelineId!: string;

  @Column('uuid')
  stageId!: string;

  @Column('uuid', { nullable: true })
  sourceOrderId!: string | null;

  @Column('text', { nullable: true })
  shippingAddress!: string | null;

  @Column('text', { nullable: true })
  shippingCity!: string | null;

  @Column('text', { nullable: true })
  shippingRegion!: string | null;

  @Column('text', { nullable: true })
  shippingPostalCode!: string | null;

  @Column('jsonb', { default: {} })
  customFields!: JsonObject;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** An order as statements return it. */
export type OrderRow = Omit<OrderEntity, 'workspaceId'>;

/** The columns of an OrderRow under the alias o. */
export const ORDER_COLUMNS = columnsOf(OrderEntity, 'o', 'workspaceId');
