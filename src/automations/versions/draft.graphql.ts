import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { ExpectingArgs } from '../../platform/schema/expecting.args.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { AutomationAction, AutomationTrigger } from '../api/automation.graphql.js';
import { SleepingExecutionsEnum, UpdateAutomationInput } from '../api/automation-input.graphql.js';
import type { SleepingExecutions } from '../store/automation.js';

/** The automation, and the revision that its draft must have. */
@ArgsType()
export class DraftArgs {
  @Field(() => ID, { description: "The automation's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The revision of the draft that the caller read, 0 if there was none; CONFLICT with `extensions.revision` if the current one differs. Not checked if omitted.',
  })
  expectedRevision?: number | null;
}

@ArgsType()
export class SaveDraftArgs extends DraftArgs {
  @Field(() => UpdateAutomationInput, {
    description:
      'The fields to change; the others stay as in the draft, or are as in the live version if there is no draft. `enabled` and `folder` are not part of a draft.',
  })
  input!: UpdateAutomationInput;
}

@ArgsType()
export class PublishArgs extends ExpectingArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'The revision of the draft that the caller read; CONFLICT with `extensions.revision` if the current one differs. Not checked if omitted.',
  })
  expectedRevision?: number | null;

  @Field(() => SleepingExecutionsEnum, {
    nullable: true,
    description: 'What happens to unfinished executions of older versions; LET_FINISH if omitted.',
  })
  sleeping?: SleepingExecutions | null;
}

@ArgsType()
export class RestoreVersionArgs extends DraftArgs {
  @Field(() => Int, { description: 'Which version.' })
  version!: number;
}

@ObjectType('AutomationDraft', {
  description: 'Unpublished changes of an automation. It may hold mistakes; publishing reports them.',
})
export class AutomationDraftNode {
  @Field(() => Int, { description: 'Rises with every change, also over drafts that were published or discarded.' })
  revision!: number;

  @Field(() => Int, { description: 'The version that was live when the draft was begun.' })
  baseVersion!: number;

  @Field({ description: 'Its name; may be empty.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its purpose.' })
  description!: string | null;

  @Field(() => AutomationTrigger, { nullable: true, description: 'What is to start it; null if not yet chosen.' })
  trigger!: AutomationTrigger | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Its conditions; null if there are none.' })
  conditions!: Json;

  @ListOf(LIMITS.maxActions)
  @Field(() => [AutomationAction], { description: 'Its actions; may be none.' })
  actions!: AutomationAction[];

  @Field(() => JsonScalar, { nullable: true, description: 'Its settings; null if it has none.' })
  settings?: Json;

  @Field({ description: 'When it was last changed.' })
  updatedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the key or person who changed it last; null if unknown.',
  })
  updatedBy!: string | null;
}
