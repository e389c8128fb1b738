import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A tag on a contact. */
@Entity({ name: 'contact_tag' })
@Index('contact_tag_by_tag', ['workspaceId', 'tagId'])
@ForeignKey('ContactEntity', ['workspaceId', 'contactId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
@ForeignKey('TagEntity', ['workspaceId', 'tagId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class ContactTagEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @PrimaryColumn('uuid')
  contactId!: string;

  @PrimaryColumn('uuid')
  tagId!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  assignedAt!: Date;
}

/** A tag on an order. */
@Entity({ name: 'order_tag' })
@Index('order_tag_by_tag', ['workspaceId', 'tagId'])
@ForeignKey('OrderEntity', ['workspaceId', 'orderId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
@ForeignKey('TagEntity', ['workspaceId', 'tagId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class OrderTagEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @PrimaryColumn('uuid')
  orderId!: string;

  @PrimaryColumn('uuid')
  tagId!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  assignedAt!: Date;
}
