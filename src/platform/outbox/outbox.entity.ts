import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that waits for dispatch. */
@Entity({ name: 'outbox' })
export class OutboxEntity {
  @PrimaryColumn('uuid')
  eventId!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  storedAt!: Date;

  @Column('smallint', { default: 0 })
  attempts!: number;
}
