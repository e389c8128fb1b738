import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ActorType } from './origin.js';

/** What can cause a change. */
const ActorTypeEnum = {
  API_KEY: 'api_key',
  USER: 'user',
  EXECUTION: 'execution',
  CHANNEL: 'channel',
  SYSTEM: 'system',
} as const satisfies Record<string, ActorType>;

registerEnumType(ActorTypeEnum, {
  name: 'ActorType',
  description: 'What can cause a change.',
  valuesMap: {
    API_KEY: { description: 'A client with an API key.' },
    USER: { description: 'A person with a token.' },
    EXECUTION: { description: 'An action of an automation.' },
    CHANNEL: { description: 'A message channel, such as WhatsApp.' },
    SYSTEM: { description: 'The product itself, such as its sweep for overdue tasks.' },
  },
});

@ObjectType({ description: 'Who or what caused a change.' })
export class Actor {
  @Field(() => ActorTypeEnum, { description: 'What kind of actor it is.' })
  type!: ActorType;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the API key, person or execution; null for a channel and for the system.',
  })
  id!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The name of the key or person at that time, or the name of the execution's automation; null if unknown.",
  })
  name!: string | null;
}
