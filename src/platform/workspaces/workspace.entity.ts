import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { columnsOf } from '../entities/columns-of.js';

/** A tenant. */
@Entity({ name: 'workspace' })
@Check('workspace_currency_check', `currency ~ '^[A-Z]{3}$'`)
@Check('workspace_retention_days_check', `retention_days >= 1`)
@Index('workspace_retention_due', ['retentionDueAt'], { where: 'retention_days IS NOT NULL' })
export class WorkspaceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: 'UTC' })
  timeZone!: string;

  /** ISO 4217; null if the amounts have none. */
  @Column('text', { nullable: true })
  currency!: string | null;

  /** BCP 47; null for the viewer's language. */
  @Column('text', { nullable: true })
  locale!: string | null;

  /** How long its log is kept, if shorter than RETENTION_DAYS. */
  @Column('smallint', { nullable: true })
  retentionDays!: number | null;

  /** When its log is looked through next; only where it has a retention of its own. */
  @Column('timestamptz', { nullable: true })
  retentionDueAt!: Date | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A workspace as statements return it. */
export type WorkspaceRow = Omit<WorkspaceEntity, 'retentionDueAt' | 'createdAt'>;

/** The columns of a WorkspaceRow under the alias w. */
export const WORKSPACE_COLUMNS = columnsOf(WorkspaceEntity, 'w', 'retentionDueAt', 'createdAt');
