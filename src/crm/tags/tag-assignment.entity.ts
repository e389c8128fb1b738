import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tag on a contact. */
@Entity({ name: 'contact_tag' })
export class ContactTagEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid', { name: 'contact_id' })
  contactId!: string;

  @PrimaryColumn('uuid', { name: 'tag_id' })
  tagId!: string;

  @Column('timestamptz', { name: 'assigned_at', default: () => 'clock_now()' })
  assignedAt!: Date;
}

/** A tag on an order. */
@Entity({ name: 'order_tag' })
export class OrderTagEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  @PrimaryColumn('uuid', { name: 'tag_id' })
  tagId!: string;

  @Column('timestamptz', { name: 'assigned_at', default: () => 'clock_now()' })
  assignedAt!: Date;
}
