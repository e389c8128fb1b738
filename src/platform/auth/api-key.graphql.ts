import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import type { Role } from './requester.js';

/** What a key may do. */
export const RoleEnum = { VIEWER: 'viewer', EDITOR: 'editor', ADMIN: 'admin' } as const;

registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a key may do; each includes the ones before it.',
  valuesMap: {
    VIEWER: { description: 'Reads everything, and follows what happens.' },
    EDITOR: { description: 'Changes the CRM and its automations too.' },
    ADMIN: { description: 'Makes and revokes keys too.' },
  },
});

@ObjectType({ description: 'A key to this API. The key itself is shown once, when it is made.' })
export class ApiKey {
  @Field(() => ID, { description: 'UUID; sorts by creation. The part of the key before the dot holds it.' })
  id!: string;

  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'What it may do.' })
  role!: Role;

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, to the minute; null when never.' })
  lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ends by itself; null for never.' })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked; null while it was not.' })
  revokedAt!: Date | null;
}

@ObjectType({ description: 'A key just made.' })
export class CreatedApiKey {
  @Field(() => ApiKey, { description: 'What is kept of it.' })
  apiKey!: ApiKey;

  @Field(() => String, { description: 'The key to send as Authorization: Bearer. Keep it now: it is never shown again.' })
  secret!: string;
}

@InputType({ description: 'What a new key is to be.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What it is for, 1 to 200 characters.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'What it may do.' })
  role!: Role;

  @Field(() => Date, { nullable: true, description: 'When it ends by itself, in the future; never when not given.' })
  expiresAt?: Date | null;
}

/** A page of keys. */
export const ApiKeyConnection = connectionOf(ApiKey);
