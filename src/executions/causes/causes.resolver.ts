import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { Config } from '../../platform/config/config.js';
import { effectsOfExecutions } from '../../platform/outbox/effects.js';
import { EventConnection } from '../../platform/events/event.graphql.js';
import { eventsByIds } from '../../platform/outbox/event-log.service.js';
import { PageArgs, pageQuery } from '../../platform/paging/connection.js';
import { executionsByIds, recordedSteps, settingsOfDefinitions } from '../log/execution-log.service.js';
import { durationOf, ExecutionNode, type ExecutionParent } from '../api/execution.graphql.js';
import { ExecutionCauseNode, ExecutionWaitNode } from './causes.graphql.js';
import { sleepOf, startOf, surroundingsOf, turnOf } from './execution-wait.js';

/** The cause of an execution, what it waits for, and its effects. */
@Resolver(() => ExecutionNode)
export class CausesResolver {
  constructor(private readonly config: Config) {}

  @ResolveField(() => ExecutionWaitNode, {
    nullable: true,
    description: 'What it waits for; null while it runs and after it has ended.',
  })
  async waitingFor(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    if (execution.status !== 'QUEUED' && execution.status !== 'SLEEPING') return null;
    const around = await asks.loaders.load(surroundingsOf, execution.id);
    if (execution.status === 'QUEUED')
      return turnOf(around ?? { aheadId: null, running: 0 }, around?.most ?? this.config.env.WORKSPACE_CONCURRENCY);
    if (!execution.startedAt)
      return startOf(execution, await asks.loaders.load(settingsOfDefinitions, execution.definitionId));
    const steps = execution.recorded ?? (await asks.loaders.load(recordedSteps, execution.id));
    return sleepOf(
      execution,
      steps.find(({ index }) => index === execution.nextStep),
      around?.crashes ?? 0,
    );
  }

  @ResolveField(() => ExecutionCauseNode, {
    description: 'The event that started it and the execution that caused that event.',
  })
  async cause(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    const event = await asks.loaders.load(eventsByIds, execution.eventId);
    const parent = event?.executionId ? await asks.loaders.load(executionsByIds, event.executionId) : null;
    return { event, execution: parent && { ...parent, durationMs: durationOf(parent) } };
  }

  @ResolveField(() => EventConnection, { description: 'The events caused by its actions, newest first.' })
  effects(@Asks() asks: Requester, @Parent() { id }: ExecutionParent, @Args() page: PageArgs) {
    return asks.loaders.load(effectsOfExecutions, { id, page: pageQuery(page) });
  }
}
