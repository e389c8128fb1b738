import { Args, ArgsType, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { durationOf, ExecutionNode } from '../../executions/api/execution.graphql.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { ManualStarts } from './manual-starts.service.js';

@InputType({ description: 'What an automation is started for: one of the two.' })
class StartAutomationInput {
  @Field(() => ID, { nullable: true, description: 'A contact, for an automation about contacts.' })
  contactId?: string | null;

  @Field(() => ID, { nullable: true, description: 'An order, for an automation about orders.' })
  orderId?: string | null;
}

@ArgsType()
class StartAutomationArgs {
  @Field(() => ID, { description: 'The automation.' })
  id!: string;

  @Field(() => StartAutomationInput, { description: 'What it is started for.' })
  input!: StartAutomationInput;
}

/** Lets users start automations. */
@Resolver(() => ExecutionNode)
export class StartAutomationResolver {
  constructor(private readonly starts: ManualStarts) {}

  @Allow('editor')
  @Mutation(() => ExecutionNode, {
    description:
      'Starts an enabled automation whose trigger is manual for a contact or an order. Its conditions are evaluated as always. ' +
      'If its settings let it join an execution that already waits (debounce), that execution is returned. ' +
      'NOT_FOUND; INVALID_INPUT; ILLEGAL_STATE with the reason if it does not start, and then nothing changes.',
  })
  async startAutomation(@Asks() asks: Requester, @Args() { id, input }: StartAutomationArgs) {
    const execution = await this.starts.start(asks.origin, id, input);
    return { ...execution, durationMs: durationOf(execution) };
  }
}
