import { Column, Entity, Generated, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../../kernel/json.js';
import type { ActorType } from '../events/origin.js';
import type { StoredEvent } from '../events/stored-event.js';
import { columnsOf } from '../entities/columns-of.js';

/** A stored event. */
@Entity({ name: 'event' })
@Index('event_by_contact', ['workspaceId', 'contactId', 'id'])
@Index('event_by_entity', ['workspaceId', 'entityId', 'id'], { where: 'entity_id IS DISTINCT FROM contact_id' })
@Index('event_by_execution', ['workspaceId', 'executionId', 'id'], { where: 'execution_id IS NOT NULL' })
@Index('event_by_order', ['workspaceId', 'orderId', 'id'], { where: 'order_id <> entity_id' })
@Index('event_by_type', ['workspaceId', 'type', 'id'])
export class EventEntity implements StoredEvent {
  @PrimaryColumn('uuid')
  id!: string;

  // TypeORM's types omit options that its Postgres driver supports.
  @Generated('identity' as 'increment')
  @Column({ type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column('uuid')
  workspaceId!: string;

  @Column('text')
  type!: string;

  @Column('uuid')
  entityId!: string;

  @Column('uuid', { nullable: true })
  orderId!: string | null;

  @Column('uuid', { nullable: true })
  contactId!: string | null;

  @Column('jsonb')
  payload!: JsonObject;

  @Column('timestamptz', { default: () => 'clock_now()' })
  occurredAt!: Date;

  @Column('smallint')
  cascadeDepth!: number;

  @Column('text')
  actorType!: ActorType;

  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('text', { nullable: true })
  actorName!: string | null;

  @Column('uuid', { nullable: true })
  executionId!: string | null;

  @Column('uuid')
  rootEventId!: string;

  @Column('boolean', { default: false })
  startsNothing!: boolean;

  @Column('text', { nullable: true })
  traceparent!: string | null;
}

/** The columns of an event under the property names of its type. */
export const eventColumns = (e: string) => columnsOf(EventEntity, e);
