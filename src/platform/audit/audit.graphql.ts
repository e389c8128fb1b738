import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Actor } from '../events/actor.graphql.js';
import { connectionOf } from '../paging/connection.js';

@ObjectType({ description: 'What was changed; it may have been deleted since.' })
export class AuditSubject {
  @Field({
    description: 'Its kind: api_key, automation, contact, order, pipeline, tag, webhook_secret, whatsapp or workspace.',
  })
  type!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Its id; null if a workspace has only one, such as the webhook secret.',
  })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name at that time; null if it has none.' })
  name!: string | null;
}

@ObjectType({ description: "A change of the workspace's settings: who did what, and when." })
export class AuditEntry {
  @Field(() => ID, {
    description:
      'UUIDv7: sorts by time. For a change of an automation, automationAudit lists the same id with the details.',
  })
  id!: string;

  @Field(() => Date, { description: 'When it was done.' })
  at!: Date;

  @Field(() => Actor, { description: 'Who did it.' })
  actor!: Actor;

  @Field({
    description:
      'The action: api_key.created, api_key.revoked, webhook_secret.rotated, or automation.created, .updated, .enabled, .shadowed, .disabled, .moved, .published, .restored, .discarded, .deleted, .inbound_url_rotated; pipeline.updated, tag.updated, tag.deleted, contact.erased, contact.merged, contact.exported, order.exported, workspace.updated, whatsapp.connected, whatsapp.disconnected.',
  })
  action!: string;

  @Field(() => AuditSubject, { description: 'What was changed.' })
  subject!: AuditSubject;
}

/** A page of the audit. */
export const AuditEntryConnection = connectionOf(AuditEntry);
