import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** One line of an order. */
@Entity({ name: 'order_item' })
@Check('order_item_quantity_check', 'quantity > 0')
@Check('order_item_unit_price_check', 'unit_price >= 0')
@ForeignKey('OrderEntity', ['workspaceId', 'orderId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class OrderItemEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @PrimaryColumn('uuid')
  orderId!: string;

  @PrimaryColumn('smallint')
  position!: number;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  sku!: string | null;

  @Column('integer')
  quantity!: number;

  @Column('numeric', { precision: 20, scale: 2 })
  unitPrice!: string;
}

/** A line as statements return it. */
export type OrderItemRow = Omit<OrderItemEntity, 'workspaceId'>;

/** The columns of an OrderItemRow under the alias i. */
export const ORDER_ITEM_COLUMNS = columnsOf(OrderItemEntity, 'i', 'workspaceId');
