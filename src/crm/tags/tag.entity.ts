import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** A label for contacts and orders; its name is unique in the workspace, ignoring case. */
@Entity({ name: 'tag' })
@Unique('tag_name_key', ['workspaceId', 'nameKey'])
export class TagEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  nameKey!: string;

  @Column('text')
  color!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A tag as statements return it. */
export type TagRow = Pick<TagEntity, 'id' | 'name' | 'color' | 'createdAt'>;

/** The columns of a TagRow under the alias t. */
export const TAG_COLUMNS = columnsOf(TagEntity, 't', 'workspaceId', 'nameKey');
