import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One line of an order. */
@Entity({ name: 'order_item' })
export class OrderItemEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  @PrimaryColumn('smallint')
  position!: number;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  sku!: string | null;

  @Column('integer')
  quantity!: number;

  @Column('numeric', { name: 'unit_price', precision: 20, scale: 2 })
  unitPrice!: string;
}

/** A line as statements return it. */
export type OrderItemRow = Omit<OrderItemEntity, 'workspaceId'>;
