import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** The secret address of an automation that other systems call. */
@Entity({ name: 'automation_hook' })
@Unique(['tokenHash'])
@Check('automation_hook_token_check', `token LIKE 'sealed:%'`)
@ForeignKey('AutomationEntity', ['workspaceId', 'automationId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class AutomationHookEntity {
  @PrimaryColumn('uuid')
  automationId!: string;

  @Column('uuid')
  workspaceId!: string;

  /** SHA-256 of the token. */
  @Column('bytea')
  tokenHash!: Buffer;

  /** The token, sealed. */
  @Column('text')
  token!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}
