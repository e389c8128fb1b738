import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { columnsOf } from '../entities/columns-of.js';

/** A tenant. */
@Entity({ name: 'workspace' })
@Check('workspace_currency_check', `currency ~ '^[A-Z]{3}$'`)
@Check('workspace_limits_check', `concurrent_executions >= 1 AND max_automations >= 1 AND requests_per_minute >= 1`)
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

  /** How many of its executions run concurrently; null, as for the next two: the server's limit. */
  @Column('integer', { nullable: true })
  concurrentExecutions!: number | null;

  @Column('integer', { nullable: true })
  maxAutomations!: number | null;

  /** Of each key or person. */
  @Column('integer', { nullable: true })
  requestsPerMinute!: number | null;

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
