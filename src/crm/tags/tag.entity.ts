import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A label on contacts and orders; its name is unique in the workspace, whatever its case. */
@Entity({ name: 'tag' })
export class TagEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'name_key' })
  nameKey!: string;

  @Column('text')
  color!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A tag as statements return it. */
export type TagRow = Pick<TagEntity, 'id' | 'name' | 'color' | 'createdAt'>;

/** The columns of a TagRow, the table being called t. */
export const TAG_COLUMNS = 't.id, t.name, t.color, t.created_at AS "createdAt"';
