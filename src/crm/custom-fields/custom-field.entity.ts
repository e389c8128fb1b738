import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { columnsOf } from '../../platform/entities/columns-of.js';

export const CUSTOM_FIELD_TYPES = ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'SELECT'] as const;
export type CustomFieldType = (typeof CUSTOM_FIELD_TYPES)[number];

export const CUSTOM_FIELD_OWNERS = ['contact', 'order'] as const;
export type CustomFieldOwner = (typeof CUSTOM_FIELD_OWNERS)[number];

/** The definition of a custom field of contacts or orders: what its values must be. */
@Entity({ name: 'custom_field' })
@Unique('custom_field_key', ['workspaceId', 'entityType', 'key'])
@Check('custom_field_entity_type_check', `entity_type IN ('contact', 'order')`)
@Check('custom_field_type_check', `type IN ('TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'SELECT')`)
export class CustomFieldEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  entityType!: CustomFieldOwner;

  @Column('text')
  key!: string;

  @Column('text')
  title!: string;

  @Column('text')
  type!: CustomFieldType;

  /** Of a SELECT: its possible values; otherwise empty. */
  @Column('text', { array: true, default: [] })
  options!: string[];

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** A definition as statements return it. */
export type CustomFieldRow = Omit<CustomFieldEntity, 'workspaceId'>;

/** The columns of a CustomFieldRow under the alias f. */
export const CUSTOM_FIELD_COLUMNS = columnsOf(CustomFieldEntity, 'f', 'workspaceId');
