import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The last execution of an automation for a contact or order, where its settings limit who may enter. */
@Entity({ name: 'entry' })
export class EntryEntity {
  @PrimaryColumn('uuid')
  automationId!: string;

  @PrimaryColumn('uuid')
  subjectId!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('uuid', { nullable: true })
  executionId!: string | null;

  @Column('timestamptz', { nullable: true })
  startedAt!: Date | null;
}
