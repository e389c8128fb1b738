import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { DraftBody } from './automation.js';

/** Unpublished changes of an automation. */
@Entity({ name: 'automation_draft' })
@ForeignKey('AutomationEntity', ['workspaceId', 'automationId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class AutomationDraftEntity {
  @PrimaryColumn('uuid')
  automationId!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('integer')
  revision!: number;

  @Column('integer')
  baseVersion!: number;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('jsonb')
  body!: DraftBody;

  @Column('timestamptz', { default: () => 'clock_now()' })
  updatedAt!: Date;

  @Column('text', { nullable: true })
  updatedBy!: string | null;
}
