import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Whether the executions of an automation may act. */
@Entity({ name: 'automation_gate' })
@Index('automation_gate_cancelling', ['automationId'], { where: 'cancel_before IS NOT NULL' })
@Index('automation_gate_superseding', ['automationId'], { where: 'cancel_below IS NOT NULL' })
export class AutomationGateEntity {
  @PrimaryColumn('uuid')
  automationId!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('boolean')
  open!: boolean;

  @Column('timestamptz', { nullable: true })
  cancelBefore!: Date | null;

  @Column('integer', { nullable: true })
  cancelBelow!: number | null;

  @Column('timestamptz', { nullable: true })
  cancelBelowSince!: Date | null;
}
