import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../paging/connection.js';
import type { Role } from '../requester/requester.js';

/** What a key may do. */
export const RoleEnum = { VIEWER: 'viewer', EDITOR: 'editor', ADMIN: 'admin' } as const;

registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'The permissions of a key; each role includes the previous ones.',
  valuesMap: {
    VIEWER: { description: 'Reads everything and subscribes to changes.' },
    EDITOR: { description: 'Also changes the CRM and its automations.' },
    ADMIN: { description: 'Also creates and revokes keys.' },
  },
});

@ObjectType({ description: 'An API key. The key itself is shown once, when it is created.' })
export class ApiKey {
  @Field(() => ID, { description: 'UUID; sorts by creation. The part of the key before the dot encodes this id.' })
  id!: string;

  @Field(() => String, { description: 'Its purpose.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'Its permissions.' })
  role!: Role;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, to the minute; null if never.' })
  lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it expires; null if never.' })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked; null if it was not.' })
  revokedAt!: Date | null;
}

@ObjectType({ description: 'A newly created API key.' })
export class CreatedApiKey {
  @Field(() => ApiKey, { description: 'The stored key, without its secret.' })
  apiKey!: ApiKey;

  @Field(() => String, {
    description: 'The key to send as Authorization: Bearer. Keep it now: it is never shown again.',
  })
  secret!: string;
}

@InputType({ description: 'A new API key.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'Its purpose, 1 to 200 characters.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'Its permissions.' })
  role!: Role;

  @Field(() => Date, { nullable: true, description: 'When it expires, in the future; never if omitted.' })
  expiresAt?: Date | null;
}

/** A page of keys. */
export const ApiKeyConnection = connectionOf(ApiKey);
