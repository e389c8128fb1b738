import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../paging/connection.js';
import type { MemberRow } from './members.js';

/** The kinds of members. */
const MemberTypeEnum = { API_KEY: 'api_key', USER: 'user' } as const;

registerEnumType(MemberTypeEnum, {
  name: 'MemberType',
  description: 'The kinds of members.',
  valuesMap: {
    API_KEY: { description: 'The holder of an API key.' },
    USER: { description: 'A person who has signed in with a token.' },
  },
});

@ObjectType({ description: 'Who works in the workspace: the holder of an API key, or a person with a token.' })
export class Member {
  @Field(() => ID, { description: 'Its id, as in Actor.id; to be used as assigneeId of tasks.' })
  id!: string;

  @Field(() => MemberTypeEnum, { description: 'Its kind.' })
  type!: MemberRow['type'];

  @Field(() => String, { description: 'The name of the key, or of the person in the newest token.' })
  name!: string;
}

/** A page of members. */
export const MemberConnection = connectionOf(Member);
