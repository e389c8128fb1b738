import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** The own WhatsApp account of a workspace; its secrets are sealed. */
@Entity({ name: 'whatsapp_account' })
@Unique('whatsapp_account_number_key', ['phoneNumberId'])
@Check('whatsapp_account_app_secret_check', `app_secret LIKE 'sealed:%'`)
@Check('whatsapp_account_token_check', `token LIKE 'sealed:%'`)
@Check('whatsapp_account_verify_token_check', `verify_token LIKE 'sealed:%'`)
export class WhatsAppAccountEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  /** Meta's id of the number, not the number itself; of one workspace at most. */
  @Column('text')
  phoneNumberId!: string;

  /** The number as Meta shows it; null if Meta was not reached. */
  @Column('text', { nullable: true })
  displayPhoneNumber!: string | null;

  @Column('text', { nullable: true })
  businessAccountId!: string | null;

  @Column('text')
  token!: string;

  @Column('text')
  appSecret!: string;

  @Column('text')
  verifyToken!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  connectedAt!: Date;
}
