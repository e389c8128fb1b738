import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The last starts that a throttle counts: of a workspace, an automation, or an automation for a contact. */
@Entity({ name: 'throttle' })
export class ThrottleEntity {
  @PrimaryColumn('uuid')
  scopeId!: string;

  @PrimaryColumn('uuid')
  subjectId!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('timestamptz', { array: true, default: [] })
  starts!: Date[];
}
