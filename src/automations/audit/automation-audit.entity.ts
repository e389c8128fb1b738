import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Json } from '../../kernel/json.js';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** The kinds of changes of an automation. */
export const AUTOMATION_CHANGES = [
  'CREATED',
  'UPDATED',
  'ENABLED',
  'SHADOWED',
  'DISABLED',
  'MOVED',
  'PUBLISHED',
  'RESTORED',
  'DISCARDED',
  'DELETED',
] as const;
export type AutomationChangeKind = (typeof AUTOMATION_CHANGES)[number];

/** A change of an automation; kept after its deletion. */
@Entity({ name: 'automation_audit' })
@Index('automation_audit_by_automation', ['workspaceId', 'automationId', 'id'])
@Check('automation_audit_change_check', `change IN (${AUTOMATION_CHANGES.map((change) => `'${change}'`).join(', ')})`)
export class AutomationAuditEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('uuid')
  automationId!: string;

  @Column('text')
  change!: AutomationChangeKind;

  @Column('text')
  actorType!: string;

  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('text', { nullable: true })
  actorName!: string | null;

  @Column('jsonb', { nullable: true })
  before!: Json;

  @Column('jsonb', { nullable: true })
  after!: Json;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  changedAt!: Date;
}

/** A change of an automation as statements return it. */
export type AutomationChange = Omit<AutomationAuditEntity, 'workspaceId'>;

/** The columns of an AutomationChange. */
export const AUTOMATION_CHANGE_COLUMNS = columnsOf(AutomationAuditEntity, 'automation_audit', 'workspaceId');
