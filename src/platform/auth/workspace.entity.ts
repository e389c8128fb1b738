import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tenant. */
@Entity({ name: 'workspace' })
export class WorkspaceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: 'UTC' })
  timeZone!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}
