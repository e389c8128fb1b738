import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { JsonObject } from '../../kernel/json.js';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** A person the workspace deals with; a phone number belongs to one contact. */
@Index('contact_find_text', { synchronize: false })
@Index('contact_find_custom', { synchronize: false })
@Index('contact_find_name', { synchronize: false })
@Index('contact_find_created', { synchronize: false })
@Index('contact_find_opted_out', { synchronize: false })
@Index('contact_find_email', { synchronize: false })
@Entity({ name: 'contact' })
@Unique('contact_phone_key', ['workspaceId', 'phone'])
export class ContactEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  city!: string | null;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('text', { nullable: true })
  timeZone!: string | null;

  @Column('timestamptz', { nullable: true })
  optedOutAt!: Date | null;

  @Column('jsonb', { default: {} })
  customFields!: JsonObject;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** A contact as statements return it. */
export type ContactRow = Omit<ContactEntity, 'workspaceId'>;

/** The columns of a ContactRow under the alias c. */
export const CONTACT_COLUMNS = columnsOf(ContactEntity, 'c', 'workspaceId');
