import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Json } from '../../kernel/json.js';

/** The decisions about a dispatched event. */
@Entity({ name: 'decision' })
export class DecisionEntity {
  @PrimaryColumn('uuid')
  eventId!: string;

  @Column('uuid')
  workspaceId!: string;

  @Column('bigint')
  revision!: string;

  @Column('jsonb')
  decisions!: Json;

  @Column('timestamptz', { default: () => 'clock_now()' })
  decidedAt!: Date;
}
