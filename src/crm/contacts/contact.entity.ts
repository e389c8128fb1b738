import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../../kernel/json.js';

/** A person the workspace deals with; a phone number belongs to one contact. */
@Entity({ name: 'contact' })
export class ContactEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
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

  @Column('jsonb', { name: 'custom_fields' })
  customFields!: JsonObject;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** A contact as statements return it. */
export type ContactRow = Omit<ContactEntity, 'workspaceId'>;

/** The columns of a ContactRow, the table being called c. */
export const CONTACT_COLUMNS = `c.id, c.name, c.phone, c.email, c.city, c.region, c.address,
  c.custom_fields AS "customFields", c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;
