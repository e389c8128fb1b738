import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../paging/connection.js';
import type { BulkStatus } from './bulk-operation.entity.js';
import type { BulkOutcome } from './bulk-result.entity.js';

const BulkStatusEnum = { QUEUED: 'QUEUED', RUNNING: 'RUNNING', DONE: 'DONE', ABORTED: 'ABORTED' } as const;
registerEnumType(BulkStatusEnum, {
  name: 'BulkStatus',
  description: 'How far a bulk operation is.',
  valuesMap: {
    QUEUED: { description: 'Nothing is done yet.' },
    RUNNING: { description: 'It works in the background.' },
    DONE: { description: 'All parts are done; some may have failed.' },
    ABORTED: { description: 'It was aborted; what was done before stays.' },
  },
});

const BulkOutcomeEnum = {
  CREATED: 'CREATED',
  UPDATED: 'UPDATED',
  SKIPPED: 'SKIPPED',
  FAILED: 'FAILED',
} as const satisfies Record<BulkOutcome, BulkOutcome>;
registerEnumType(BulkOutcomeEnum, {
  name: 'BulkOutcome',
  description: 'What became of one part of a bulk operation.',
  valuesMap: {
    CREATED: { description: 'Something new was made of it.' },
    UPDATED: { description: 'Something that existed was changed.' },
    SKIPPED: { description: 'It was left out on purpose; the message says why.' },
    FAILED: { description: 'It has mistakes; nothing was changed.' },
  },
});

@ObjectType({ description: 'One of the things that a bulk operation works on.' })
export class BulkPart {
  @Field(() => ID, { description: 'Its position, counted from 1, or its id.' })
  id!: string;

  @Field({ description: 'Its name.' })
  label!: string;
}

@ObjectType({ description: 'What became of one part of a bulk operation.' })
export class BulkResult {
  @Field(() => ID, { description: 'UUID; sorts by the position of the part.' })
  id!: string;

  @Field(() => Int, {
    description: 'The position of the part, counted from 1: the row of an import without its header.',
  })
  position!: number;

  @Field(() => BulkOutcomeEnum, { description: 'What became of it.' })
  outcome!: BulkOutcome;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of what was created, updated or skipped; null if there is none.',
  })
  entityId!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it failed or was skipped; null otherwise.' })
  message!: string | null;
}

/** A page of results. */
export const BulkResultConnection = connectionOf(BulkResult);

@ObjectType({ description: 'An operation on many things, done in the background; it goes on after a restart.' })
export class BulkOperation {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field({ description: 'What it does: IMPORT_CONTACTS or IMPORT_ORDERS.' })
  kind!: string;

  @Field(() => BulkStatusEnum, { description: 'How far it is.' })
  status!: BulkStatus;

  @Field({ description: 'What it does, in words.' })
  describedAs!: string;

  @Field({ description: 'Whether it only looks for mistakes and changes nothing.' })
  isDryRun!: boolean;

  @Field(() => Int, { description: 'How many parts it has.' })
  total!: number;

  @Field(() => Int, { description: 'How many parts are done.' })
  done!: number;

  @Field(() => Int, { description: 'How many of them succeeded; in a dry run, would succeed.' })
  succeeded!: number;

  @Field(() => Int, { description: 'How many of them were skipped.' })
  skipped!: number;

  @Field(() => Int, { description: 'How many of them failed.' })
  failed!: number;

  @Field(() => Date, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended; null before.' })
  endedAt!: Date | null;
}

/** A page of operations. */
export const BulkOperationConnection = connectionOf(BulkOperation);

@ArgsType()
export class BulkResultsArgs extends PageArgs {
  @Field(() => BulkOutcomeEnum, { nullable: true, description: 'Only results with this outcome; all if omitted.' })
  outcome?: BulkOutcome | null;
}
