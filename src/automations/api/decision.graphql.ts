import { ArgsType, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AutomationReference, ExecutionNode } from '../../executions/api/execution.graphql.js';
import { NestedPageArgs } from '../../platform/query-limits/query-lists.js';
import { DECISION_OUTCOMES, type DecisionOutcome } from '../rules/decision.js';

const DecisionOutcomeEnum = Object.fromEntries(DECISION_OUTCOMES.map((name) => [name, name])) as {
  [N in DecisionOutcome]: N;
};

registerEnumType(DecisionOutcomeEnum, {
  name: 'DecisionOutcome',
  description: 'The outcome of a decision about an automation and an event.',
  valuesMap: {
    STARTED: { description: 'It started an execution.' },
    WOULD_START: { description: 'Its mode is SHADOW: it would have started an execution.' },
    TRIGGER_CONFIG_MISMATCH: { description: "The event does not match the trigger's config." },
    CONDITIONS_FALSE: { description: 'A condition was false; the reason names it.' },
    CASCADE_LIMIT: {
      description: 'Too many automations lie between this event and the original change, so the loop was stopped here.',
    },
    ALREADY_RUNNING: { description: 'It runs once at a time for each contact or order, and has not finished.' },
    ALREADY_RAN: { description: 'It runs once for each contact or order.' },
    COOLING_DOWN: { description: 'Its last start for this contact or order was too recent.' },
    THROTTLED: { description: 'It had started as often as its throttle allows.' },
    DEBOUNCED_INTO: { description: 'A later event took the place of this one before the execution began.' },
    TOO_OLD: {
      description:
        'The event was reported too late to start anything, such as a message from days ago; the reason says when.',
    },
    UNUSABLE_DEFINITION: { description: 'The automation can no longer run; the reason says why.' },
    DISPATCH_FAILED: { description: 'The decision failed repeatedly; the reason says how.' },
  },
});

@ObjectType('Decision', { description: 'Why an automation did or did not start for an event.' })
export class DecisionNode {
  @Field(() => AutomationReference, { description: 'The automation, with its name at that time.' })
  automation!: AutomationReference;

  @Field(() => DecisionOutcomeEnum, { description: 'The outcome.' })
  outcome!: DecisionOutcome;

  @Field({ description: 'The reason in words, with the operand that decided.' })
  reason!: string;

  @Field(() => ExecutionNode, {
    nullable: true,
    description: 'The execution that it started, or the execution because of which it did not start.',
  })
  execution!: ExecutionNode | null;
}

/** The paging arguments of an event's decisions. */
@ArgsType()
export class DecisionsArgs extends NestedPageArgs {
  @Field(() => ID, {
    nullable: true,
    description: "The automation's id of the last item of the previous page; starts at the beginning if omitted.",
  })
  declare after?: string | null;
}
