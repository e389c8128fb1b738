import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A person whose token was accepted. */
@Entity({ name: 'member' })
@Index('member_by_subject', ['workspaceId', 'subject'])
export class MemberEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  /** The id of the actor of this person's changes. */
  @PrimaryColumn('uuid')
  id!: string;

  /** The claim `sub`: the person's id in the user directory; null if it is longer than 200 characters. */
  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('text')
  name!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  lastSeenAt!: Date;
}
