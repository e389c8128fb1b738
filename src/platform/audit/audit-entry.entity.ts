import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ActorType } from '../events/origin.js';
import { columnsOf } from '../entities/columns-of.js';

/** Who did what, to what, when. */
@Entity({ name: 'audit_entry' })
@Index('audit_entry_by_workspace', ['workspaceId', 'id'])
export class AuditEntryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('text')
  action!: string;

  @Column('text')
  subjectType!: string;

  @Column('uuid', { nullable: true })
  subjectId!: string | null;

  @Column('text', { nullable: true })
  subjectName!: string | null;

  @Column('text')
  actorType!: ActorType;

  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('text', { nullable: true })
  actorName!: string | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  at!: Date;
}

/** An entry as statements return it. */
export type AuditEntryRow = Omit<AuditEntryEntity, 'workspaceId'>;

/** The columns of an AuditEntryRow. */
export const AUDIT_ENTRY_COLUMNS = columnsOf(AuditEntryEntity, 'audit_entry', 'workspaceId');
