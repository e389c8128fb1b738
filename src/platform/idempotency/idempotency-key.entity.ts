import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A mutation that must not be repeated, with its result and its answer. */
@Entity({ name: 'idempotency_key' })
@Unique(['workspaceId', 'actorId', 'key'])
@Index('idempotency_key_by_age', ['createdAt'])
@Check('idempotency_key_answer_check', `answer LIKE 'sealed:%'`)
@Check('idempotency_key_key_check', 'length(key) BETWEEN 1 AND 128')
@Check('idempotency_key_returned_check', `returned LIKE 'sealed:%'`)
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('uuid')
  actorId!: string;

  @Column('text')
  key!: string;

  @Column('bytea')
  requestHash!: Buffer;

  @Column('text', { nullable: true })
  returned!: string | null;

  @Column('text', { nullable: true })
  answer!: string | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}
