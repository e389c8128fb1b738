import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { columnsOf } from '../entities/columns-of.js';

/** A tenant. */
@Entity({ name: 'workspace' })
@Check('workspace_currency_check', `currency ~ '^[A-Z]{3}$'`)
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

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A workspace as statements return it. */
export type WorkspaceRow = Omit<WorkspaceEntity, 'createdAt'>;

/** The columns of a WorkspaceRow under the alias w. */
export const WORKSPACE_COLUMNS = columnsOf(WorkspaceEntity, 'w', 'createdAt');
