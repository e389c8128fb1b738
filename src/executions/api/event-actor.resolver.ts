import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../platform/requester/allow.decorator.js';
import { namesOfKeys } from '../../platform/api-keys/key-names.js';
import type { Requester } from '../../platform/requester/requester.js';
import { Actor } from '../../platform/events/actor.graphql.js';
import { EventNode } from '../../platform/events/event.graphql.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import { automationNamesOf } from '../log/execution-log.service.js';

/** The actor of an event; in this layer, because an execution is named after its automation. */
@Resolver(() => EventNode)
export class EventActorResolver {
  @ResolveField(() => Actor, { description: 'Who or what caused it.' })
  actor(@Asks() asks: Requester, @Parent() event: StoredEvent): Promise<Actor> {
    return actorOf(asks, event);
  }
}

/** The actor of an event, with its stored name or, if none was stored, its current one. */
export async function actorOf(
  asks: Requester,
  event: Pick<StoredEvent, 'actorType' | 'actorId' | 'actorName'>,
): Promise<Actor> {
  const { actorType: type, actorId: id } = event;
  return { type, id, name: event.actorName ?? (id && (await nameOf(asks, type, id))) };
}

// An event of release 0.1.0 does not store its actor's name.
async function nameOf({ loaders }: Requester, type: StoredEvent['actorType'], id: string): Promise<string | null> {
  if (type === 'execution') return loaders.load(automationNamesOf, id);
  return type === 'api_key' ? loaders.load(namesOfKeys, id) : null;
}
